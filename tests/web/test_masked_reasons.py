"""What the doors publish: decisions on the topic `actions`, with no full number in what somebody wrote."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from streammon.assembly.doors import Doors, doors_of, links_of
from streammon.assembly.options import Options
from streammon.assembly.sites import read_site
from streammon.clock import VirtualClock
from streammon.model.action import Decision, Verb
from streammon.store import Views
from streammon.stream import reading
from streammon.stream.log import Log, TopicLayout
from streammon.stream.topics import load

ROOT = Path(__file__).parents[2]
NOW = datetime(2023, 10, 12, 1, 30, tzinfo=UTC)


@pytest.fixture
def options(tmp_path: Path) -> Options:
    return Options(ROOT / "sites" / "demo", tmp_path / "data", link_base="https://jc.gov.test")


@pytest.fixture
async def log(options: Options) -> AsyncIterator[Log]:
    log = options.open_log()
    await log.start()
    yield log
    await log.stop()


def doors(options: Options, log: Log, views: Views) -> Doors:
    topic = load(options.topics)["actions"]
    return doors_of(options, links_of(options), log, topic, read_site(options), views, VirtualClock(NOW))


def decision(reason: str) -> Decision:
    return Decision(
        action_id="a", source_id="s", subject_id="p", incident_id="i", verb=Verb.APPEAL, by="c1", at=NOW, reason=reason
    )


async def test_a_number_in_a_reason_is_hidden_before_anybody_reads_it(options: Options, log: Log, views: Views) -> None:
    topic = load(options.topics)["actions"]
    await log.create([TopicLayout(f"{options.prefix}actions", 4)])
    tickets = doors(options, log, views).tickets
    assert tickets is not None
    await tickets.decide(decision("请联系 13800000000"))
    (published,) = [event async for event in reading.events(log, topic, options.prefix)]
    assert published.reason == "请联系 138******00"


async def test_without_keys_there_is_no_call_back(options: Options, log: Log, views: Views) -> None:
    assert doors(options, log, views).wecom is None


async def test_files_of_appeals_lie_in_the_data_folder(options: Options, log: Log, views: Views) -> None:
    both = doors(options, log, views)
    assert both.tickets is not None
    kept = both.tickets.appeals.keep("a.pdf", b"%PDF-1.7")
    assert both.desk.appeals.read(kept) == b"%PDF-1.7"
    assert [file.name for file in (options.data / "appeals").iterdir()] == [kept[:64]]
