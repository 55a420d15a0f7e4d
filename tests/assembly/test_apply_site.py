from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from streammon.assembly.folders import shipped
from streammon.assembly.options import Options
from streammon.assembly.registry import apply_site
from streammon.assembly.sites import read_site
from streammon.assembly.wiring import check_layout, read_wiring, settings_of
from streammon.clock import SystemClock
from streammon.errors import ConfigErrors
from streammon.model.source import Source
from streammon.site import Site
from streammon.stream import reading
from streammon.stream.desks import layouts
from streammon.stream.log import Log
from streammon.stream.sqlite.log import SqliteLog

OPTIONS = Options(shipped("sites/demo"), prefix="county.")
AGENTS, TOPICS = read_wiring(OPTIONS)


@pytest.fixture(scope="module")
def site() -> Site:
    return read_site(OPTIONS)


@pytest.fixture
async def log(tmp_path: Path, site: Site) -> AsyncIterator[SqliteLog]:
    log = SqliteLog(tmp_path / "log.db")
    await log.start()
    await log.create(layouts(AGENTS.values(), TOPICS, settings_of(OPTIONS, site)))
    yield log
    await log.stop()


def having(site: Site, *sources: Source) -> Site:
    return replace(site, sources={source.source_id: source for source in sources})


async def applied(log: Log, site: Site) -> int:
    return await apply_site(log, TOPICS["sources"], "county.", site, SystemClock())


async def registry(log: Log) -> dict[str, Source]:
    return {s.source_id: s async for s in reading.events(log, TOPICS["sources"], "county.")}


async def test_a_new_log_learns_everything_once(log: SqliteLog, site: Site):
    assert await applied(log, site) == len(site.sources)
    assert await registry(log) == dict(site.sources)
    assert await applied(log, site) == 0


async def test_only_what_has_changed_is_told(log: SqliteLog, site: Site):
    one, two, three, four = list(site.sources.values())[:4]
    await applied(log, having(site, one, two, three))
    renamed = msgspec.structs.replace(two, name="改名")
    assert await applied(log, having(site, one, renamed, four)) == 3
    removed = msgspec.structs.replace(three, removed=True)
    expected = {source.source_id: source for source in (one, renamed, removed, four)}
    assert await registry(log) == expected
    assert await applied(log, having(site, one, renamed, four)) == 0, "a removal is told once"


async def test_a_source_that_comes_back_is_told(log: SqliteLog, site: Site):
    one, two = list(site.sources.values())[:2]
    for sources in ([one, two], [one], [one, two]):
        await applied(log, having(site, *sources))
    assert await registry(log) == {one.source_id: one, two.source_id: two}


async def test_a_log_that_lacks_topics_is_refused(tmp_path: Path, site: Site):
    log = SqliteLog(tmp_path / "empty.db")
    await log.start()
    wanted = layouts(AGENTS.values(), TOPICS, settings_of(OPTIONS, site))
    with pytest.raises(ConfigErrors) as refused:
        await check_layout(log, wanted)
    await log.stop()
    assert len(refused.value.errors) == len(wanted)
