from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from streammon.clock import LOCAL, VirtualClock
from streammon.demo.plan import Plan
from streammon.site import Checks, Site, Vocabulary, load

DEMO = Path(__file__).parents[2] / "sites" / "demo"
OCTOBER = DEMO / "october"


@pytest.fixture(scope="session")
def site() -> Site:
    unchecked = Checks(lambda _: (), lambda _summary, _board: ())
    return load(DEMO, Vocabulary(str, unchecked))


@pytest.fixture(scope="session")
def make_plan(site: Site) -> Callable[[Path], Plan]:
    return lambda folder: Plan.load(folder, site.sources.values(), site.units)


@pytest.fixture(scope="session")
def plan(make_plan: Callable[[Path], Plan]) -> Plan:
    return make_plan(OCTOBER)


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock(datetime(2023, 10, 1, tzinfo=LOCAL))
