import asyncio
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from streammon.assembly import reloading
from streammon.detect import inspector
from streammon.detect.materials import Materials, materials_of
from streammon.model.exemption import Exemption, exemption_of
from streammon.stream.pool import Pool

HEADER = "wrong,right,category,severity,include,exclude,allow,from,until,source\n"


@pytest.fixture
def dismissed() -> list[Exemption]:
    return []


@pytest.fixture
async def followed(tmp_path: Path, dismissed: list[Exemption], monkeypatch):
    monkeypatch.setattr(reloading, "LOOK_SECONDS", 0.01)

    async def materials() -> Materials:
        return replace(materials_of(tmp_path), exemptions=tuple(dismissed))

    begin = await materials()
    pool = Pool(1, partial(inspector.prepare, begin))
    following = asyncio.create_task(reloading.follow(materials, pool, begin))
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


async def test_what_a_person_dismisses_is_not_found_again_in_those_words(followed: Pool, dismissed: list[Exemption]):
    text = "请市民登陆网站查询办理结果"
    findings = await followed.run(partial(inspector.findings, text, date(2023, 10, 9)))
    dismissed += filter(None, map(exemption_of, findings))
    assert dismissed
    while await found(followed, text):  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    assert await found(followed, "登陆网站就能报名") == ["登录网站"]
