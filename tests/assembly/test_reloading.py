import asyncio
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from streammon.assembly import reloading
from streammon.detect import inspector
from streammon.detect.materials import materials_of
from streammon.stream.pool import Pool

HEADER = "wrong,right,category,severity,include,exclude,allow,from,until,source\n"


@pytest.fixture
async def followed(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(reloading, "LOOK_SECONDS", 0.01)
    materials = partial(materials_of, tmp_path)
    pool = Pool(1, partial(inspector.prepare, materials()))
    following = asyncio.create_task(reloading.follow(materials, pool))
    yield pool
    following.cancel()
    pool.stop()


async def found(pool: Pool, text: str) -> list[str]:
    return [finding.right for finding in await pool.run(partial(inspector.findings, text, date(2023, 10, 9)))]


async def test_a_new_entry_is_used_without_a_restart_and_a_mistake_changes_nothing(followed: Pool, tmp_path, caplog):
    file = tmp_path / "own.csv"
    assert await found(followed, "管头镇") == []
    file.write_text(HEADER + "管头镇,营头镇,地名,ordinary,,,,,,眉县\n", "utf-8")
    while await found(followed, "管头镇") != ["营头镇"]:  # noqa: ASYNC110 -- the file is looked at now and then
        await asyncio.sleep(0.01)
    file.write_text(HEADER + "管头镇,管头镇,地名,ordinary,,,,,,眉县\n", "utf-8")
    while "错误写法与正确写法相同" not in caplog.text:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    assert await found(followed, "管头镇") == ["营头镇"]
