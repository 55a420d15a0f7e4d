"""`streammon silences` as a person runs it, with a program that stands and with one that runs."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from command import Running, Said, refused, streammon

from streammon.assembly.options import Options
from streammon.assembly.silencing import Gatehouse, KeptBack
from streammon.assembly.sites import read_site
from streammon.clock import SystemClock
from streammon.model.alert import Alert, AlertKind
from streammon.model.inspection import Finding, Place, Severity
from streammon.model.poll import PageKind
from streammon.stream import topics
from streammon.stream.outbox import Outbox

NOW = datetime.now(UTC)
UNTIL = f"{NOW + timedelta(days=2):%Y-%m-%d %H:%M}"


class County:
    """A site with an operator and a brake, and its data folder."""

    def __init__(self, site: Path, data: Path) -> None:
        (site / "alerts.toml").write_text(
            'operator = "p02"\n[brake]\nper_hour = 1\n[[maintenance]]\nreason = "每周维护"\n'
            'host = "gov.test"\ndays = ["sat"]\nbegins = 22:00:00\nends = 23:00:00\n',
            encoding="utf-8",
        )
        self.site, self.data = site, data
        self.options = Options(site, data)

    def silences(self, *words: str) -> Said:
        said = streammon("silences", *words, "--site", self.site, "--data", self.data)
        assert said.code == 0, said
        return said

    def refused(self, *words: str) -> str:
        return "\n".join(refused("silences", *words, "--site", self.site, "--data", self.data))

    def alerts(self, *incidents: str) -> None:
        """Write alerts into the log of a program that stands."""
        asyncio.run(self._append([_alert(name) for name in incidents]))

    async def _append(self, alerts: list[Alert]) -> None:
        outbox = Outbox([topics.load(self.options.topics)["alerts"]], read_site(self.options).partitions, "streammon.")
        async with self._gatehouse().opened() as log:
            await log.append([outbox.address(alert, NOW) for alert in alerts])

    def _gatehouse(self) -> Gatehouse:
        return Gatehouse(self.options, read_site(self.options), SystemClock())

    def until(self, holds: Callable[[KeptBack], bool]) -> KeptBack:
        """Wait for the running program to get there."""
        deadline = time.monotonic() + 30
        while not holds(found := asyncio.run(self._gatehouse().kept_back())):
            assert time.monotonic() < deadline, found
            time.sleep(0.2)
        return found


def _alert(incident: str) -> Alert:
    return Alert(
        alert_id=incident,
        kind=AlertKind.OPENED,
        contact_id="p01",
        unit_id="u01",
        source_id="s001",
        subject_id="page",
        incident_id=incident,
        finding=Finding(rule="text/lexicon", severity=Severity.ORDINARY, evidence="e", wrong="工做", right="工作"),
        place=Place(url="http://gov.test/a", title="关于工做的通知", kind=PageKind.ARTICLE, host="gov.test"),
        at=NOW,
        deadline=NOW + timedelta(days=3),
    )


@pytest.fixture
def county(site: Path, tmp_path: Path) -> County:
    return County(site, tmp_path / "data")


def test_a_silence_is_added_listed_and_ended(county: County) -> None:
    assert "每周维护" in county.silences("list").out
    added = county.silences(
        "add", "--rule", "gap", "--rule", "page", "--until", UNTIL, "--reason", "搬机房", "--by", "王主任"
    )
    (identity,) = county.until(lambda found: bool(found.silences)).silences
    assert identity in added.out
    shown = county.silences("list").out
    assert all(word in shown for word in (identity, "生效", "规则 gap、page", "搬机房", "王主任", "周六 22:00–23:00"))
    county.silences("end", identity, "--by", "李科长", "--reason", "提前完工")
    ended = county.silences("list").out
    assert all(word in ended for word in (identity, "已结束", "李科长", "提前完工"))
    assert "已经结束" in county.refused("end", identity)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("add", "--until", UNTIL, "--reason", "搬机房"), "--unit"),
        (("add", "--rule", "gap", "--until", "2020-01-01 08:00", "--reason", "搬机房"), "2020-01-01 08:00"),
        (("add", "--rule", "gap", "--until", "明天", "--reason", "搬机房"), "明天"),
        (("add", "--rule", "gap", "--until", UNTIL, "--reason", " "), "--reason"),
        (("add", "--unit", "u99999", "--until", UNTIL, "--reason", "搬机房"), "units.csv"),
        (("end", "nothing"), "nothing"),
        (("release", "nothing", "--reason", "看过了"), "nothing"),
    ],
)
def test_what_cannot_be_done_is_refused(county: County, words: tuple[str, ...], says: str) -> None:
    assert says in county.refused(*words)
    assert not county.data.exists()


def test_beside_a_running_program_silences_and_releases_reach_the_gate(county: County) -> None:
    county.alerts("i1", "i2", "i3")
    running = Running(county.site, county.data)
    try:
        found = county.until(lambda found: len(found.state.held) == 2)
        (pile,) = [pile for pile in found.state.piles.values() if pile.pile_id]
        shown = county.silences("held", "--samples", "1").out
        assert all(
            word in shown for word in (pile.pile_id, "2 条", "text/lexicon（“工做”）", "关于工做的通知", "另有 1 条")
        )
        assert "2 条由刹车扣下" in county.silences("list").out
        said = county.silences("add", "--rule", "text", "--until", UNTIL, "--reason", "改词库")
        assert "正在运行" in said.out
        found = county.until(lambda found: bool(found.state.silences))
        assert "2 条" in county.silences("release", pile.pile_id, "--reason", "没有误").out
        county.until(lambda found: all(not held.group for held in found.state.held.values()))
        assert "另有 0 条由刹车" in county.silences("list").out, "the silence still holds them"
        county.silences("end", *found.silences)
        county.until(lambda found: not found.state.held)
    finally:
        running.stop()
    assert "没有扣下" in county.silences("held").out
