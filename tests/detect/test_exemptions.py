"""What a person has dismissed teaches; what it teaches is no more than that."""

from datetime import date

import pytest

from streammon.detect import hit, inspector
from streammon.detect.exemptions import Exemptions
from streammon.detect.hit import Hit
from streammon.detect.materials import Materials
from streammon.detect.text import Text
from streammon.model.exemption import exemption_of
from streammon.model.inspection import Finding, Severity

TODAY = date(2024, 9, 27)
WORD = "登陆"
DISMISSED = "请登陆政务服务网站查询办理结果"


def hits(text):
    """Return one hit for each place of the word."""
    starts = [start for start in range(len(text)) if text.startswith(WORD, start)]
    return [Hit("text/lexicon", Severity.ORDINARY, at, at + len(WORD), WORD, "登录", "why") for at in starts]


def learned(text):
    found = hit.findings(Text(text), hits(text))
    return Exemptions(filter(None, map(exemption_of, found)))


def left(known, text):
    read = Text(text)
    return [one.start for one in known.without(read, hits(read.plain))]


@pytest.mark.parametrize(
    "text",
    [DISMISSED, f"通知如下：\n{DISMISSED}，谢谢。"],
)
def test_the_same_words_in_the_same_surroundings_are_not_found_again(text):
    assert left(learned(DISMISSED), text) == []


@pytest.mark.parametrize("text", ["群众登陆政务服务网站", "请登陆县政府门户网站", "请您登陆政务服务网站"])
def test_elsewhere_they_are(text):
    assert left(learned(DISMISSED), text) == [text.index(WORD)]


def test_blanks_and_line_breaks_are_all_alike():
    assert left(learned("请 登陆\n政务服务 网站查询"), "请  登陆 政务服务\n网站查询") == []


def test_one_place_dismissed_leaves_the_other_to_be_found():
    assert left(learned(DISMISSED), f"{DISMISSED}。各单位应当登陆系统填报") == [len(DISMISSED) + 6]


def test_another_problem_in_the_same_words_is_found():
    known, text = learned(DISMISSED), Text(DISMISSED)
    another = Hit("text/context", Severity.ORDINARY, 1, 3, WORD, "登录", "why")
    assert list(known.without(text, [another])) == [another]


def test_the_inspector_knows_them():
    text = "请市民登陆网站查询办理结果"
    inspector.prepare()
    found = inspector.findings(text, TODAY)
    assert found
    inspector.prepare(Materials(exemptions=tuple(filter(None, map(exemption_of, found)))))
    assert inspector.findings(text, TODAY) == []


def finding(**changes):
    fields = {"rule": "text/lexicon", "severity": Severity.SEVERE, "evidence": "e"}
    return Finding(**{**fields, "wrong": "错", "snippet": "前面几个错后面几个", **changes})


@pytest.mark.parametrize(
    "changes",
    [
        {"rule": "privacy/resident-id"},
        {"snippet": "错"},
        {"snippet": "是错的"},
        {"snippet": "前面有错后面也有错字"},
        {"snippet": "看不到那个字的一段话"},
    ],
)
def test_what_says_too_little_teaches_nothing(changes):
    assert exemption_of(finding(**changes)) is None


def test_what_is_learned_is_what_stands_on_both_sides():
    one = exemption_of(finding(snippet="很长很长的一段前面几个错后面几个很长很长"))
    assert one is not None
    assert (one.before, one.after) == ("一段前面几个", "后面几个很长")
