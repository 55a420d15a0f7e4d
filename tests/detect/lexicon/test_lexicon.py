from datetime import date

import pytest

from streammon.detect.lexicon.detector import BASE, HeldBack, Lexicon, load
from streammon.detect.lexicon.entry import Entry
from streammon.detect.text import Text
from streammon.model.inspection import Severity

HEADER = "wrong,right,category,severity,include,exclude,allow,from,until,source\n"
TODAY = date(2024, 9, 27)


@pytest.fixture(scope="module")
def shipped():
    return Lexicon(load([BASE]))


def entry(wrong, right="x", **more):
    return Entry(wrong, right, more.pop("severity", Severity.ORDINARY), source="y", **more)


def found(lexicon, text, on=TODAY):
    return [hit.wrong for hit in lexicon.find(Text(text), on)]


@pytest.mark.parametrize(
    "text",
    [
        "认真学习党的二十精神",
        "学习贯彻党的二\u200b十精神",
        "宣讲党的二十大会会议精神",
        "贯彻落实习总书记重要讲话",
        "本次活动由区宣传部牵头",
        "促进各名族交往",
        "赴新疆省务工",
        "部分村级账务管理水平层次不齐",
        "开展“双随机，一公开”监管",
        "巩固拓展脱贫成果",
        "截止目前",
        "京津翼",
        "党总支支部书记",
        "認真學習黨的二十精神",
    ],
)
def test_mistakes_that_the_shipped_lexicon_knows(shipped, text):
    assert found(shipped, text)


@pytest.mark.parametrize(
    "text",
    [
        "传达党的二十大精神和党的二十届三中全会精神，党的二十大会议期间",
        "全体党员学习总书记重要讲话",
        "全体黨員學習總書記重要講話，徵集到著名族譜37部",
        "全区宣传部门要加强引导，军区宣传部派员参加",
        "征集到著名族谱37部，3名族人参加",
        "赴新疆、省外务工；沿新疆省道行驶",
        "年龄层次不齐全的问题得到缓解",
        "攻克时速400公里高铁制动难题，经历行政区划调整",
        "报名尚未截止，目前已有36人",
        "党总支、支部书记",
        "",
    ],
)
def test_what_only_looks_like_a_mistake_to_the_shipped_lexicon(shipped, text):
    assert found(shipped, text) == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("学习总书记讲话，落实习总书记要求", ["习总书记"]),
        ("學習總書記講話，落實習總書記要求", ["習總書記"]),
        ("各名族，著名族譜，著名族谱，著名", ["名族"]),
        ("習總書記，著名族谱", ["習總書記"]),
    ],
)
def test_forms_and_what_holds_them_back_may_be_traditional(text, wrong):
    lexicon = Lexicon([entry("习总书记", allow=("学习总书记",)), entry("名族", allow=("著名族谱",))])
    assert found(lexicon, text) == wrong


def test_a_form_that_is_wrong_because_it_is_traditional_is_found_as_it_stands():
    lexicon = Lexicon([entry("餘款", "余款")])
    assert found(lexicon, "餘款，余款") == ["餘款"]


def test_the_shipped_lexicon_never_takes_its_own_right_forms_for_wrong(shipped):
    phrases = {phrase: entry.until for entry in load([BASE]) for phrase in (entry.right, *entry.allow)}
    fires = {phrase: found(shipped, phrase, on=until) for phrase, until in phrases.items()}
    assert {phrase: wrong for phrase, wrong in fires.items() if wrong} == {}


def test_a_hit_says_what_is_wrong_what_is_right_and_who_says_so():
    lexicon = Lexicon([entry("截止目前", "截至目前")])
    (hit,) = lexicon.find(Text("截止目前"), TODAY)
    assert (hit.rule, hit.severity, hit.right, hit.review) == ("text/lexicon", Severity.ORDINARY, "截至目前", False)
    assert hit.why == "“截止目前”应为“截至目前”（依据：y）。"


def test_a_matter_of_style_is_for_a_person_to_look_at():
    (hit,) = Lexicon([entry("其它", "其他", severity=Severity.HINT)]).find(Text("其它"), TODAY)
    assert (hit.review, hit.why) == (True, "“其它”建议写作“其他”（依据：y）。")


def test_places_lead_back_to_the_original():
    text = Text("标题\n\u200b截止\ufeff目前")
    (hit,) = Lexicon([entry("截止目前")]).find(text, TODAY)
    assert text.original[slice(*text.span(hit.start, hit.end))] == "截止\ufeff目前"


def test_of_overlapping_forms_the_longest_is_found():
    lexicon = Lexicon([entry("乙丙"), entry("甲乙"), entry("甲乙丙丁")])
    assert found(lexicon, "甲乙丙丁，乙丙") == ["甲乙丙丁", "乙丙"]


def test_a_form_inside_one_that_is_held_back_is_found():
    lexicon = Lexicon([entry("甲乙丙", allow=("甲乙丙丁",)), entry("乙丙")])
    assert found(lexicon, "甲乙丙丁") == ["乙丙"]


def test_a_right_form_that_contains_the_wrong_one_is_right():
    lexicon = Lexicon([entry("管局", "监管局")])
    assert [hit.start for hit in lexicon.find(Text("监管局管局"), TODAY)] == [3]


@pytest.mark.parametrize(
    ("text", "fires"),
    [
        ("企业开展沼气泄露演练", True),
        ("排查。天然气存在泄露风险", True),
        ("防止个人信息泄露", False),
        ("天然气公司。防止个人信息泄露", False),
        ("天然气公司\n防止个人信息泄露；沼气", False),
        ("沼气管理平台个人信息泄露", False),
        ("沼氣泄露", True),
        ("沼气" + "甲" * 301 + "泄露" + "甲" * 301 + "沼气", False),
    ],
)
def test_words_of_the_same_sentence_decide(text, fires):
    lexicon = Lexicon([entry("泄露", "泄漏", include=("沼气", "天然气"), exclude=("信息", "秘密"))])
    assert found(lexicon, text) == (["泄露"] if fires else [])


@pytest.mark.parametrize(
    ("on", "review"),
    [
        (date(2018, 3, 20), None),
        (date(2018, 3, 21), False),
        (date(2023, 3, 7), False),
        (date(2023, 3, 8), None),
        (None, True),
    ],
)
def test_an_entry_counts_from_its_first_to_its_last_day(on, review):
    lexicon = Lexicon([entry("国土资源局", since=date(2018, 3, 21), until=date(2023, 3, 7))])
    assert [hit.review for hit in lexicon.find(Text("国土资源局"), on)] == ([] if review is None else [review])


@pytest.mark.parametrize(
    ("given", "text", "held_back"),
    [
        (entry("名族", allow=("名族谱", "著名族谱")), "著名族谱", HeldBack("allow", "著名族谱")),
        (entry("名族", until=date(2020, 1, 1)), "名族", HeldBack("date", "~2020-01-01")),
        (entry("名族", include=("各", "少数")), "名族", HeldBack("include", "各|少数")),
        (entry("名族", include=("各",), exclude=("谱",)), "各名族，谱", HeldBack("exclude", "谱")),
        (entry("名族", include=("各",), exclude=("谱",)), "各名族", None),
    ],
)
def test_what_holds_a_form_back_is_told(given, text, held_back):
    (match,) = Lexicon([given]).matches(Text(text), TODAY)
    assert match.held_back == held_back


def test_a_lexicon_without_entries_finds_nothing():
    assert found(Lexicon([]), "截止目前") == []


def test_entries_of_a_later_file_beat_those_of_an_earlier_one(tmp_path):
    file = tmp_path / "county.csv"
    file.write_text(
        HEADER + "截止目前,到目前为止,,severe,,,,,,县政府办\n做出贡献,作出贡献,,ordinary,,,做出贡献,,,县政府办\n",
        "utf-8",
    )
    (hit,) = Lexicon(load([BASE, file])).find(Text("截止目前，做出贡献"), TODAY)
    assert (hit.right, hit.severity) == ("到目前为止", Severity.SEVERE)


def test_a_long_text_full_of_mistakes():
    text = Text("甲" * 20 + "名族著名族谱。" * 100_000)
    lexicon = Lexicon([entry("名族", allow=("著名族谱",), exclude=("乙",))])
    hits = list(lexicon.find(text, TODAY))
    assert len(hits) == 100_000
    assert text.plain[hits[-1].start : hits[-1].end] == "名族"
    assert hits[-1].start == 20 + 99_999 * 7
