"""Kafka with two workers: killed, put to sleep past their session, and left without a broker."""

from __future__ import annotations

from dataclasses import asdict
from signal import SIGCONT, SIGKILL, SIGSTOP, SIGTERM
from time import sleep

import pytest
from fleet import Fleet
from waiting import until
from worker import SESSION

import tally

pytestmark = [pytest.mark.crash, pytest.mark.kafka, pytest.mark.timeout(600)]

RATE = 1_500

ENDS = {SIGKILL: (-SIGKILL,), SIGTERM: (0, 1, -SIGTERM)}
"""Exit statuses. A worker that is stopped while Python still loads knows nothing of signals (-SIGTERM); one that waits
for its group to take it in is cut off after ten seconds (1). Neither has begun anything."""


@pytest.fixture
def fleet(broker, tmp_path):
    with Fleet(broker.address, tmp_path) as fleet:
        fleet.start()
        fleet.start()
        fleet.ready()
        yield fleet


def test_counts_kafka(fleet, broker, chance, kills, figures):
    """Workers are killed two times in three, else stopped; every fifth time it is the broker that is killed."""
    fleet.feed(RATE)
    done = {"SIGKILL": 0, "SIGTERM": 0, "broker": 0, "revived": 0, "cut off": 0}
    for kill in range(1, kills(10) + 1):
        sleep(chance.uniform(1, 5))
        if kill % 5 == 0:
            broker.kill()
            broker.start()
            done["broker"] += 1
            done["revived"] += fleet.revive()
            continue
        how = SIGTERM if kill % 3 == 0 else SIGKILL
        status = fleet.end(fleet.any_of(chance), how)
        assert status in ENDS[how]
        done["cut off"] += status == 1
        done[how.name] += 1
        fleet.start()
    sleep(chance.uniform(1, 5))
    fleet.stop_feeding()
    verdict = fleet.verdict()
    figures |= done | asdict(verdict)
    assert verdict.flawless
    assert all(victim.alive for victim in fleet.workers)


def test_sleepers_kafka(fleet, chance, kills, figures):
    """A worker that slept past its session wakes as the owner of nothing, in the middle of a batch of its own."""
    fleet.feed(RATE)
    figures["sleeps"] = kills(3)
    for _ in range(kills(3)):
        sleep(chance.uniform(1, 4))
        sleeper = fleet.any_of(chance)
        sleeper.send(SIGSTOP)
        sleep(SESSION * 1.5)
        sleeper.send(SIGCONT)
    sleep(chance.uniform(1, 4))
    fleet.stop_feeding()
    assert fleet.verdict(60).complete
    for sleeper in tuple(fleet.workers):
        fleet.end(sleeper, SIGTERM)
    fed = fleet.written("left", "right")
    fleet.start()  # it knows of the states what the changelog says, and nothing else
    fleet.feed(RATE * 10, first=fed, count=2 * tally.KEYS)
    fleet.fed()
    verdict = fleet.verdict()
    figures |= asdict(verdict)
    assert verdict.flawless


def test_broker_away_30s(fleet, broker, figures):
    """Events wait in the log and in the feeder; the workers live through it and go on."""
    fleet.feed(RATE * 4)
    until(lambda: fleet.written("counted"), 30, "the workers are at it")
    broker.stop()
    sleep(30)
    figures["alive while away"] = sum(victim.alive for victim in fleet.workers)
    broker.start()
    before = fleet.written("counted")
    until(lambda: fleet.written("counted") > before, 60, "the workers go on")
    fleet.stop_feeding()
    verdict = fleet.verdict(60)
    figures |= asdict(verdict)
    assert verdict.flawless
    assert len(fleet.workers) == sum(victim.alive for victim in fleet.workers) == 2
