from streammon.detect.hit import Hit, findings
from streammon.detect.text import Text
from streammon.model.inspection import Severity


def hit(text: Text, wrong: str, rule: str = "text/lexicon", start: int = 0) -> Hit:
    at = text.plain.index(wrong, start)
    return Hit(rule, Severity.ORDINARY, at, at + len(wrong), wrong, "right", "why")


def test_a_problem_that_returns_is_one_finding_at_its_first_place():
    text = Text("甲乙\u200b丙，甲乙丙")
    (finding,) = findings(text, [hit(text, "甲乙丙", start=4), hit(text, "甲乙丙")])
    assert (finding.start, finding.end, finding.count) == (0, 4, 2)


def test_of_two_that_overlap_the_one_that_is_believed_first_is_told():
    text = Text("甲乙丙丁")
    for first, second in (("甲乙丙", "丙丁"), ("丙丁", "甲乙丙"), ("乙", "甲乙丙丁")):
        assert [f.wrong for f in findings(text, [hit(text, first), hit(text, second, rule="text/other")])] == [first]


def test_neighbours_do_not_overlap():
    text = Text("甲乙丙丁")
    assert [f.wrong for f in findings(text, [hit(text, "丙"), hit(text, "丁"), hit(text, "甲乙")])] == [
        "甲乙",
        "丙",
        "丁",
    ]


def test_what_a_text_quotes_to_mend_it_is_left_out():
    text = Text("将甲乙错写为丙丁，丙丁")
    spoken_of = [(6, 8)]
    (finding,) = findings(text, [hit(text, "丙丁"), hit(text, "丙丁", start=8)], spoken_of)
    assert (finding.start, finding.count) == (9, 1)


def test_quotations_may_stand_in_others():
    text = Text("“甲乙‘丙丁’戊己”甲乙戊己")
    hits = [hit(text, "甲乙"), hit(text, "丙丁"), hit(text, "戊己"), hit(text, "乙戊")]
    assert [f.wrong for f in findings(text, hits, [(0, 10), (3, 7)])] == ["乙戊"]


def test_the_evidence_is_the_problem_and_not_the_place():
    one, two = Text("甲乙"), Text("丙丁，甲乙")
    (first,), (second,) = findings(one, [hit(one, "甲乙")]), findings(two, [hit(two, "甲乙")])
    (other,) = findings(two, [hit(two, "丙丁")])
    assert first.evidence == second.evidence != other.evidence
