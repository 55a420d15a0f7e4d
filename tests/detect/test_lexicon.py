import pytest

from streammon.detect.lexicon import BASE, Lexicon, load
from streammon.detect.lexicon_file import Entry
from streammon.detect.text import Text
from streammon.errors import ConfigErrors
from streammon.model.inspection import Severity

HEADER = "wrong,right,severity,allow,source\n"


@pytest.fixture(scope="module")
def shipped():
    return Lexicon(load([BASE]))


def findings(lexicon, text):
    return lexicon.findings(Text(text))


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("认真学习党的二十精神", ["党的二十精神"]),
        ("学习贯彻党的二\u200b十精神", ["党的二十精神"]),
        ("传达党的二十大精神和党的二十届三中全会精神", []),
        ("宣讲党的二十大会会议精神，党的二十大会议期间", ["党的二十大会会议精神"]),
        ("贯彻落实习总书记重要讲话", ["习总书记"]),
        ("全体党员学习总书记重要讲话", []),
        ("学习总书记讲话，落实习总书记要求", ["习总书记"]),
        ("本次活动由区宣传部牵头", ["区宣传部"]),
        ("全区宣传部门要加强引导，军区宣传部派员参加", []),
        ("促进各名族交往，少数名族地区", ["名族"]),
        ("征集到著名族谱37部，3名族人参加", []),
        ("赴新疆省务工", ["新疆省"]),
        ("赴新疆、省外务工；沿新疆省道行驶", []),
        ("部分村级账务管理水平层次不齐", ["层次不齐"]),
        ("年龄层次不齐全的问题得到缓解", []),
        ("攻克时速400公里高铁制动难题，经历行政区划调整", []),
        ("开展“双随机，一公开”监管", ["双随机，一公开"]),
        ("巩固拓展脱贫成果，截止目前，京津翼", ["巩固拓展脱贫成果", "截止目前", "京津翼"]),
        ("报名尚未截止，目前已有36人", []),
        ("党总支支部书记；党总支、支部书记", ["党总支支部书记"]),
        ("", []),
    ],
)
def test_wrong_forms_of_the_shipped_lexicon(shipped, text, wrong):
    assert [finding.wrong for finding in findings(shipped, text)] == wrong


def test_the_shipped_lexicon_never_takes_its_own_right_forms_for_wrong(shipped):
    phrases = [phrase for entry in load([BASE]) for phrase in (entry.right, *entry.allow)]
    assert {phrase: [finding.wrong for finding in findings(shipped, phrase)] for phrase in phrases} == {
        phrase: [] for phrase in phrases
    }


def test_every_shipped_entry_names_its_source():
    assert [entry.wrong for entry in load([BASE]) if not entry.source] == []


def test_several_places_are_one_finding_at_the_first(shipped):
    text = "标题\n截止目前，完成80%。截止目前，发放320万元。"
    (finding,) = findings(shipped, text)
    assert (finding.rule, finding.severity, finding.right) == ("text/lexicon", Severity.ORDINARY, "截至目前")
    assert (finding.count, text[finding.start : finding.end]) == (2, "截止目前")
    assert finding.why == "“截止目前”应为“截至目前”。"


def test_the_evidence_is_the_wrong_form_wherever_it_stands(shipped):
    (first,), (second,) = findings(shipped, "新疆省"), findings(shipped, "前往新疆省务工，新疆省")
    assert first.evidence == second.evidence
    assert first.evidence != findings(shipped, "截止目前")[0].evidence


def test_the_snippet_shows_no_number_beside_the_wrong_form(shipped):
    (finding,) = findings(shipped, "李四61032619050203001X赴新疆省务工")
    assert finding.snippet == "李四610***********001X赴新疆省务工"


def test_of_overlapping_forms_the_longest_is_found():
    entries = [Entry("乙丙", "x", Severity.ORDINARY), Entry("甲乙丙丁", "y", Severity.SEVERE)]
    assert [found.wrong for found in findings(Lexicon(entries), "甲乙丙丁，乙丙")] == ["甲乙丙丁", "乙丙"]


def test_a_right_form_that_contains_the_wrong_one_is_right():
    lexicon = Lexicon([Entry("管局", "监管局", Severity.ORDINARY)])
    assert [found.start for found in findings(lexicon, "监管局管局")] == [3]


def test_a_lexicon_without_entries_finds_nothing():
    assert findings(Lexicon([]), "截止目前") == []


def test_entries_of_a_later_file_beat_those_of_an_earlier_one(tmp_path):
    file = tmp_path / "county.csv"
    file.write_text(
        HEADER + "截止目前,到目前为止,severe,,县政府办\n做出贡献,作出贡献,ordinary,做出贡献,县政府办\n", "utf-8"
    )
    lexicon = Lexicon(load([BASE, file]))
    (finding,) = findings(lexicon, "截止目前，做出贡献")
    assert (finding.right, finding.severity) == ("到目前为止", Severity.SEVERE)


@pytest.mark.parametrize(
    ("rows", "complaints"),
    [
        ("截止,截止,ordinary,,x\n", ["第 2 行，“right”列: 错误写法与正确写法相同：“截止”。"]),
        (
            "甲,乙,ordinary,,x\n甲,丙,ordinary,,x\n",
            ["第 3 行，“right”列: “甲”前面已经有一条，正确写法是“乙”。"],
        ),
        ("甲,乙,bad,,x\n", ["第 2 行，“severity”列: “bad”不是严重程度。 应为：veto、severe、ordinary 之一。"]),
        ("甲乙,丙,severe,甲丁|丁甲乙,x\n", ["第 2 行，“allow”列: 放行短语“甲丁”里没有错误写法。"]),
        (",乙,severe,,x\n\n甲,,severe,,x\n", ["第 2 行，“wrong”列: 不能为空。", "第 4 行，“right”列: 不能为空。"]),
        ("甲,乙,severe\n", ["第 2 行: 这一行有 3 个单元格，应有 5 个。"]),
        ('甲,乙,severe,,"x\ny"\n甲乙,甲乙,severe,,x\n', ["第 4 行，“right”列"]),
    ],
)
def test_mistakes_in_a_file_are_all_told_with_their_place(tmp_path, rows, complaints):
    file = tmp_path / "县.csv"
    file.write_text(HEADER + rows, encoding="utf-8")
    with pytest.raises(ConfigErrors) as refused:
        load([file])
    told = str(refused.value).splitlines()
    assert len(told) == len(complaints)
    for line, complaint in zip(told, complaints, strict=True):
        assert line.startswith(f"{file}，{complaint}")


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (b"wrong,right\n", "第 1 行: 表头不对。 应为：wrong,right,severity,allow,source。"),
        (b"", "第 1 行: 表头不对。"),
        ((HEADER + "错,对,severe,,通报\n").encode("gbk"), "不是 UTF-8 编码"),
    ],
)
def test_files_that_are_no_lexicon_are_refused(tmp_path, data, complaint):
    file = tmp_path / "lexicon.csv"
    file.write_bytes(data)
    with pytest.raises(ConfigErrors, match=complaint):
        load([file])


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ConfigErrors, match=r"missing\.csv"):
        load([tmp_path / "missing.csv"])


def test_a_byte_order_mark_is_no_mistake(tmp_path):
    file = tmp_path / "lexicon.csv"
    file.write_text("\ufeff" + HEADER + "甲,乙,severe,,x\n", encoding="utf-8")
    assert [entry.wrong for entry in load([file])] == ["甲"]
