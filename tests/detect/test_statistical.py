import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streammon.detect import ngrams
from streammon.detect.ngrams import from_bytes, to_bytes, train
from streammon.detect.statistical import Statistical
from streammon.detect.text import Text

ARCHIVE = [
    "各镇街要加强安全生产监督管理，落实主体责任。",
    "县应急管理局组织开展安全生产大检查，督促企业落实责任。",
    "监督检查组到企业开展监督管理，强化责任落实。",
    "加强食品安全监督管理，落实企业主体责任。",
    "组织开展监督检查，加强安全生产管理。",
] * 8
ALIKE = {"兼": {"监", "建"}, "则": {"责", "侧"}, "监": {"兼"}, "责": {"则"}, "生": {"升"}}


def alike(character):
    return ALIKE.get(character, set())


@pytest.fixture(scope="module")
def detector():
    return Statistical(train(ARCHIVE, ["监督", "责任", "建督"]), alike)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("加强安全生产兼督管理", [("产兼督", "产监督")]),
        ("落实主体则任。", [("体则任", "体责任")]),
        ("落实主体\u200b则任", [("体则任", "体责任")]),
        ("兼督管理，落实企业主体则任", [("兼督", "监督"), ("体则任", "体责任")]),
        ("加强安全生产监督管理，落实主体责任。", []),
        ("原则上由企业承担", []),
        ("Safety first 2023", []),
        ("则", []),
        ("", []),
    ],
)
def test_what_sounds_alike_and_fits_better_is_asked_about(detector, text, found):
    assert [(hit.wrong, hit.right) for hit in detector.find(Text(text))] == found


def test_a_hit_stands_where_its_words_stand_and_waits_for_a_person(detector):
    text = Text("通知：\n加强安全生产兼督管理")
    (hit,) = detector.find(text)
    assert text.plain[hit.start : hit.end] == hit.wrong == "产兼督"
    assert hit.review
    assert 0 < hit.confidence < 1


def test_a_model_without_an_archive_finds_nothing():
    assert list(Statistical(train([], []), alike).find(Text("加强安全生产兼督管理"))) == []


def test_a_model_survives_its_file(detector):
    model = train(ARCHIVE, ["责任"])
    again = from_bytes(to_bytes(model))
    assert again.counts == model.counts
    assert again.log_probability("监督") == model.log_probability("监督")


@pytest.mark.parametrize("data", [b"", b"PK", ngrams.zlib.compress(b"no map"), ngrams.zlib.compress(b"\x81\xa1a\xa1b")])
def test_what_is_no_model_is_said_to_be_none(data):
    with pytest.raises(ValueError, match=r".+"):
        from_bytes(data)


@given(st.lists(st.text("甲乙丙丁，", max_size=12), max_size=6), st.text("甲乙", max_size=2))
def test_what_may_follow_never_adds_up_to_more_than_certainty(texts, ahead):
    model = train(texts, ["甲乙"])
    everything = sum(math.exp(model.log_probability(ahead + character)) for character in f"甲乙丙丁{ngrams.EDGE}")
    assert everything <= 1 + 1e-9


def test_a_large_archive_forgets_what_it_has_seen_once(monkeypatch):
    monkeypatch.setattr(ngrams, "_MOST_GRAMS", 10)
    model = train(["甲乙丙，甲乙丙", "甲乙丙丁戊己庚"], [])
    assert model.counts["甲乙丙"] == 3
    assert "丁戊己" not in model.counts
    assert model.counts["丁戊"] == 1
