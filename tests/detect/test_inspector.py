import pickle
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path

import msgspec
import pytest

from streammon.detect import inspector
from streammon.detect.materials import materials_of
from streammon.errors import ConfigErrors
from streammon.model.content import Content
from streammon.model.poll import PageKind

SEEN = datetime(2023, 10, 23, 8, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _prepared():
    inspector.prepare()


def content(**changes):
    first = Content(
        content_id="c1",
        revision="r1",
        source_id="s1",
        unit_id="u1",
        url="http://www.example.gov.cn:8080/a/1.html",
        kind=PageKind.ARTICLE,
        title="关于拨付补助的公告",
        text="赴新疆省务工的李四，610326190502030028。",
        published_at=SEEN,
        seen_at=SEEN,
        parent="p1",
    )
    return msgspec.structs.replace(first, **changes)


def test_an_inspection_says_everything_that_is_wrong_with_one_item():
    inspection = inspector.inspect(content())
    assert (inspection.subject_id, inspection.scope, inspection.at) == ("c1", "text", SEEN)
    assert (inspection.source_id, inspection.unit_id) == ("s1", "u1")
    assert [finding.rule for finding in inspection.findings] == ["text/lexicon", "privacy/resident-id"]


def test_the_place_leads_back_to_the_page_and_shows_no_number():
    place = inspector.inspect(content(title="李四61032619050203001X的公示")).place
    assert (place.host, place.kind, place.parent) == ("www.example.gov.cn:8080", PageKind.ARTICLE, "p1")
    assert place.title == "李四610***********001X的公示"


def test_the_title_is_inspected_and_comes_first():
    (finding,) = inspector.inspect(content(title="截止目前的进展", text="无")).findings
    assert (finding.start, finding.end) == (0, 4)


def test_positions_count_in_title_and_text():
    item = content(text="赴新疆省务工")
    (finding,) = inspector.inspect(item).findings
    assert inspector.text_of(item)[finding.start : finding.end] == "新疆省"
    assert finding.start - len(item.title) - 1 == 1


def test_an_item_that_is_gone_has_nothing_wrong():
    assert inspector.inspect(content(gone=True, title="截止目前", text="")).findings == ()


def test_the_same_sight_is_the_same_inspection_and_another_is_another():
    first = inspector.inspect(content())
    assert inspector.inspect(content()) == first
    later = content(seen_at=SEEN.replace(day=24))
    ids = {inspector.inspect(item).inspection_id for item in (content(), later, content(revision="r2"))}
    assert len(ids) == 3


def test_a_sites_lexicon_is_used(tmp_path):
    file = tmp_path / "county.csv"
    columns = "wrong,right,category,severity,include,exclude,allow,from,until,source"
    file.write_text(f"{columns}\n管头镇,营头镇,地名,ordinary,,,,,,眉县\n", encoding="utf-8")
    inspector.prepare(materials_of(tmp_path))
    assert [finding.right for finding in inspector.inspect(content(text="管头镇")).findings] == ["营头镇"]


def test_a_sites_files_are_checked_without_being_taken_over(tmp_path):
    inspector.check(materials_of(tmp_path))
    (tmp_path / "bad.csv").write_text("甲,乙\n", encoding="utf-8")
    (tmp_path / "archive.model").write_bytes(b"no model")
    with pytest.raises(ConfigErrors) as caught:
        inspector.check(materials_of(tmp_path))
    assert inspector.mistakes(materials_of(tmp_path)) == [str(error) for error in caught.value.errors]
    assert {Path(error.where.partition("，")[0]).name for error in caught.value.errors} == {"bad.csv", "archive.model"}
    assert inspector.inspect(content()).findings


def test_a_process_that_was_not_prepared_says_so(monkeypatch):
    monkeypatch.setattr(inspector, "_prepared", [])
    with pytest.raises(RuntimeError, match="prepare"):
        inspector.inspect(content())


def test_it_runs_in_a_process_pool():
    assert pickle.loads(pickle.dumps(inspector.inspect)) is inspector.inspect
    with ProcessPoolExecutor(1, get_context("spawn"), inspector.prepare) as pool:
        assert pool.submit(inspector.inspect, content()).result() == inspector.inspect(content())
