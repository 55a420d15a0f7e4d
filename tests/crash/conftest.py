"""What the crash tests share. Every random choice comes from one seed, which is printed: a failure can be repeated.

STREAMMON_CRASH_SEED sets the seed; STREAMMON_CRASH_KILLS=3 does three times as many kills.
"""

from __future__ import annotations

import os
import random
import secrets
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from broker import Broker
from month import Month

from streammon.demo.report import Report

FACTOR = float(os.environ.get("STREAMMON_CRASH_KILLS", "1"))


@pytest.fixture(scope="session")
def seed() -> int:
    return int(os.environ.get("STREAMMON_CRASH_SEED") or secrets.randbelow(10**6))


@pytest.fixture
def chance(seed, request) -> random.Random:
    """The test's own source of chance: the same whichever tests run beside it."""
    return random.Random(f"{seed} {request.node.name}")


@pytest.fixture(scope="session")
def quiet_month(tmp_path_factory) -> tuple[Month, Report]:
    """The month as it goes when nothing happens to it, on the embedded log; it has ended."""
    month = Month(tmp_path_factory.mktemp("quiet") / "data")
    return month, month.finish()


Ordeal = tuple[Month, "Future[Report]"]


@pytest.fixture(scope="session", autouse=True)
def ordeals(request, seed, tmp_path_factory) -> Iterator[dict[str, Ordeal]]:
    """The months that are killed, by the names of their tests.

    They begin with the first crash test and go on beside the others: most of the time they wait, for Kafka to notice
    that a worker is dead.
    """
    kafka, selected = os.environ.get("STREAMMON_TEST_KAFKA", ""), {item.name for item in request.session.items}
    wanted = {"test_month_embedded": ("", 30, 4), "test_month_kafka": (kafka, 15, 2)}
    begun: dict[str, Ordeal] = {}
    with ThreadPoolExecutor() as threads:
        for name, (address, work, start) in wanted.items():
            if name in selected and (kafka or name == "test_month_embedded"):
                month = Month(tmp_path_factory.mktemp(name) / "data", address)
                chance = random.Random(f"{seed} {name}")
                moments = round(work * FACTOR), round(start * FACTOR)
                begun[name] = month, threads.submit(month.tormented, *moments, chance)
        yield begun
        for month, _ in begun.values():
            month.given_up = True


@pytest.fixture
def kills() -> Callable[[int], int]:
    """Return how many kills a test does, from the least that it must do."""
    return lambda least: round(least * FACTOR)


@pytest.fixture
def figures(seed, request, capsys) -> Iterator[dict[str, object]]:
    """What a test measured; printed at its end, passed or not."""
    measured: dict[str, object] = {"seed": seed}
    begun = time.monotonic()
    yield measured
    measured["seconds"] = round(time.monotonic() - begun)
    with capsys.disabled():
        print(f"\n{request.node.name}: " + ", ".join(f"{name} {value}" for name, value in measured.items()), flush=True)


@pytest.fixture(scope="module")
def broker(kafka, tmp_path_factory) -> Iterator[Broker]:
    """A broker of the module's own; `kafka` says whether this machine can have one."""
    own = Broker(tmp_path_factory.mktemp("broker") / "data")
    own.start()
    yield own
    own.kill()
