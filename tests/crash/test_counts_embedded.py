"""The embedded log: a worker is killed again and again while it writes, counts and rings."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from signal import SIGKILL, SIGTERM
from time import sleep

import pytest
import worker
from processes import Victim
from verdict import Verdict, completed
from waiting import until

pytestmark = pytest.mark.crash

SCRIPT = str(Path(worker.__file__))
RATE, COUNT = 9_000, 140_000
"""Events per second while it lives, and in all: more than are written by the last kill."""


@pytest.mark.timeout(600)
def test_counts_embedded(tmp_path, chance, kills, figures):
    address, prefix = f"sqlite://{tmp_path}/log.db", "crash."

    count = round(COUNT * kills(20) / 20)

    def start() -> Victim:
        return Victim([SCRIPT, address, prefix, str(RATE), str(count)], tmp_path / "worker")

    figures["kills"] = kills(20)
    for kill in range(kills(20)):
        victim = start()
        if kill % 5:  # in the middle of work; else at any moment of the start
            until(victim.printed, 30, "the worker has its partitions")
        sleep(chance.uniform(0.05, 1.5))
        assert victim.alive
        victim.end(SIGKILL)
    victim = start()
    verdict = completed(address, prefix, 120, count)
    figures |= asdict(verdict)
    assert victim.end(SIGTERM) == 0
    assert verdict == Verdict(events=count, asks=verdict.asks)  # one transaction: nothing comes out twice
