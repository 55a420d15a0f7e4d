import pytest
from typer.testing import CliRunner

from streammon.cli.lexicon import app
from streammon.detect.lexicon.detector import BASE, Lexicon, load
from streammon.detect.lexicon.doubts import clean_sentences
from streammon.detect.text import Text
from streammon.errors import ConfigError

HEADER = "wrong,right,category,severity,include,exclude,allow,from,until,source\n"


def lexicon(*words, given=None):
    """What the command prints, in lines."""
    done = CliRunner().invoke(app, [str(word) for word in words], input=given, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output.splitlines()


def refused(*words):
    with pytest.raises(ConfigError) as error:
        lexicon(*words)
    return [str(each) for each in error.value.errors]


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "lexicon").mkdir()
    (tmp_path / "units.csv").write_text("unit_id,name\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def own(folder):
    return folder / "lexicon" / "own.csv"


def test_all_mistakes_of_a_site_are_told_at_once(folder, own):
    own.write_text(HEADER + "甲,甲,,severe,,,,,,x\n", encoding="utf-8")

    (folder / "lexicon" / "禁用词.txt").write_text("***\n", encoding="utf-8")
    first, second = refused("check", folder)
    assert first.startswith(f"{own}，第 2 行，“right”列: 错误写法与正确写法相同")
    assert second.startswith(f"{folder / 'lexicon' / '禁用词.txt'}，第 1 行")


def test_a_folder_without_word_files_is_refused(folder):
    (line,) = refused("check", folder)
    assert line.startswith(f"{folder}: 这里没有词库")


def test_the_tables_of_a_site_are_no_word_files(folder):
    (folder / "lexicon").rmdir()
    (folder / "site.toml").touch()
    (line,) = refused("check", folder)
    assert line.startswith(f"{folder}: 这里没有词库")
    assert lexicon("explain", "无", "--site", folder) == ["没有命中词库里的任何一条。"]


def test_a_missing_file_is_named(folder):
    (line,) = refused("check", folder / "gone.csv")
    assert line.startswith(f"{folder / 'gone.csv'}: 文件读不了")


def test_what_will_raise_false_alarms_is_told(folder, own):
    own.write_text(
        HEADER + "监管局,监督管理局,,severe,,,,,,x\n市场局,市场监管局,,severe,,,,,,x\n总书记讲,x,,hint,,,,,,x\n",
        "utf-8",
    )
    said = lexicon("check", folder)
    assert said[0] == "没有错误：词库 3 条，词表 0 个词。"
    assert "提醒：“监管局”在正确写法“市场监管局”里也会报警，请补上 allow、include 或 exclude。" in said
    assert "提醒：“监管局”在正确的句子里会报警：市场监管局公布第三批抽检结果。" in said


def test_a_right_form_in_which_a_shipped_entry_fires_is_told(folder, own):
    own.write_text(HEADER + "开发区宣传办,开发党的二十精神办,,severe,,,,,,x\n", "utf-8")
    assert any("“党的二十精神”在正确写法“开发党的二十精神办”里" in line for line in lexicon("check", own))


def test_a_single_list_of_words(folder):
    file = folder / "禁用词.txt"
    file.write_text("赌博\n六合彩\n", encoding="utf-8")
    assert lexicon("check", file) == ["没有错误：词库 0 条，词表 2 个词。"]


def test_nothing_is_wrong_with_the_clean_sentences_beyond_what_the_shipped_lexicon_recommends():
    shipped = Lexicon(load([BASE]))
    severe = [hit.wrong for line in clean_sentences() for hit in shipped.find(Text(line), None) if not hit.review]
    assert len(severe) <= 1, severe


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("落实习总书记要求", "报警。"),
        ("学习总书记要求", "没有报：这里是放行的“学习总书记”。"),
        ("错别字“习总书记”", "没有报：这里是在指出错误，不是在使用。"),
        ("甲局甲局长", "没有报：与另一处更早或更长的错误写法重叠。"),
        ("乙局", "没有报：同一句里没有“局长|科长”中的任何一个。"),
        ("乙局科长，副局长", "没有报：同一句里有“副局长”。"),
        ("丙局", "没有报：不在这一条的有效期内（2020-01-01~2020-12-31）。"),
        ("丁局", "送人工复核，不直接报警。"),
    ],
)
def test_every_verdict_has_its_reason(folder, own, text, verdict):
    own.write_text(
        HEADER
        + "甲局,x,,severe,,,,,,x\n局甲,x,,severe,,,,,,x\n甲局长,x,,severe,,,,,,x\n"
        + "乙局,x,,severe,局长|科长,副局长,,,,x\n丙局,x,,severe,,,,2020-01-01,2020-12-31,x\n丁局,x,,hint,,,,,,x\n",
        "utf-8",
    )
    said = lexicon("explain", text, "--site", folder, "--on", "2024-09-27")
    assert f"    {verdict}" in said


def test_a_text_from_standard_input_and_its_day(folder, own):
    own.write_text(HEADER + "丙局,丁局,机构名称,severe,,,,2020-01-01,2020-12-31,编办\n", "utf-8")
    said = lexicon("explain", "-", "--site", folder, "--on", "2020-12-31", given="李四61032619050203001X\n丙局")
    assert said == [
        "第 22—23 字：李四610***********001X 丙局",
        "    “丙局”应为“丁局”，severe，依据：编办",
        "    报警。",
    ]


def test_a_text_without_any_wrong_form():
    assert lexicon("explain", "无") == ["没有命中词库里的任何一条。"]


def test_a_day_that_is_none_is_refused():
    assert refused("explain", "无", "--on", "昨天") == ["昨天: “昨天”不是日期。 应写成 2024-09-27 的样子。"]


def test_an_entry_is_added_to_a_new_file_and_then_to_the_same(folder, own):
    own.parent.rmdir()
    assert lexicon("add", "管头镇", "营头镇", "--site", folder) == [f"已写入 {own}：“管头镇”应为“营头镇”。"]
    lexicon(
        *("add", "宣传,部", "宣传部", "--site", folder, "--severity", "severe", "--category", "机构名称"),
        *("--source", "编办", "--allow", "某宣传,部", "--allow", "宣传,部门", "--include", "县", "--exclude", "市"),
        *("--from", "2020-01-01", "--until", "2020-12-31"),
    )
    assert own.read_text("utf-8") == (
        HEADER + "管头镇,营头镇,本单位,ordinary,,,,,,本单位\n"
        '"宣传,部",宣传部,机构名称,severe,县,市,"某宣传,部|宣传,部门",2020-01-01,2020-12-31,编办\n'
    )
    assert len(load([own])) == 2


def test_what_stands_in_the_file_stays_as_it_is(folder, own):
    own.write_bytes(b"\xef\xbb\xbf" + (HEADER + "甲,乙,,severe,,,,,,x").replace("\n", "\r\n").encode())
    own.chmod(0o640)
    before = own.read_bytes()
    lexicon("add", "丙", "丁", "--site", folder)
    assert own.read_bytes() == before + "\r\n丙,丁,本单位,ordinary,,,,,,本单位\r\n".encode()
    assert own.stat().st_mode & 0o777 == 0o640
    assert [file.name for file in own.parent.iterdir()] == ["own.csv"]


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("甲", "丙"), "第 3 行，“right”列: “甲”在第 2 行已经有一条，那里写的是“乙”。"),
        (("甲", "乙", "--category", "", "--source", "x", "--severity", "severe"), "“甲”已经有一条，而且完全相同。"),
        (("丙", "丙"), "第 3 行，“right”列: 错误写法与正确写法相同"),
        (("丙", "丁", "--severity", "bad"), "第 3 行，“severity”列"),
        (("丙", "丁", "--until", "2023年"), "第 3 行，“until”列"),
        (("丙", "丁", "--allow", "戊"), "第 3 行，“allow”列"),
    ],
)
def test_an_entry_that_is_not_right_changes_nothing(folder, own, words, complaint):
    own.write_text(HEADER + "甲,乙,,severe,,,,,,x\n", encoding="utf-8")
    before = own.read_bytes()
    lines = refused("add", *words, "--site", folder)
    assert complaint in lines[0]
    assert own.read_bytes() == before
    assert [file.name for file in own.parent.iterdir()] == ["own.csv"]


def test_nothing_is_added_to_a_former_file_or_no_site(folder, own):
    own.write_text("wrong,right,severity,allow,source\n", encoding="utf-8")
    (line,) = refused("add", "甲", "乙", "--site", folder)
    assert "这是旧的五列词库" in line
    (line,) = refused("add", "甲", "乙", "--site", folder / "gone")
    assert line == f"{folder / 'gone'}: 没有这个文件夹。"


def test_two_do_not_write_at_once(folder, own):
    busy = own.with_name("own.csv.new")
    busy.touch()
    (line,) = refused("add", "甲", "乙", "--site", folder)
    assert line.startswith(f"{busy}: 另一个 add 正在写词库。")
    assert busy.exists()


def test_a_new_entry_that_will_raise_false_alarms_is_doubted(folder):
    said = lexicon("add", "总书记", "x", "--site", folder)
    assert any(line.startswith("提醒：“总书记”在正确的句子里会报警") for line in said[1:])
