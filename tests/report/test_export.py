"""What is handed out, cell by cell and paragraph by paragraph."""

from __future__ import annotations

import csv
import hashlib
import json
import zipfile
from io import BytesIO, StringIO
from pathlib import Path

import msgspec
import openpyxl
import pytest
from arro3.io import read_parquet
from docx import Document
from docx.oxml.ns import qn
from hand_made import ACCOUNTS, COLUMNS, OCTOBER, scaled, with_table

from streammon.errors import ConfigError
from streammon.report import Export, export

SITE = Path(__file__).parent / "site"


@pytest.fixture(scope="module")
def made() -> Export:
    return export(OCTOBER, SITE, earlier=[scaled(0.8, 9), scaled(0.7, 8)], red_head=True)


def sheet(made: Export, name: str) -> list[list[object]]:
    book = openpyxl.load_workbook(BytesIO(made.files["annexes.xlsx"]))
    return [[cell.value for cell in row] for row in book[name].iter_rows()]


def merged(made: Export, name: str) -> set[str]:
    book = openpyxl.load_workbook(BytesIO(made.files["annexes.xlsx"]))
    return {str(area) for area in book[name].merged_cells.ranges}


def test_the_sheet_of_columns(made: Export) -> None:
    assert sheet(made, "附件1") == [
        ["2023年10月县政府门户网站政府信息公开频道信息发布情况统计表", None, None, None, None, None],
        ["序号", "保障单位", "保障栏目", "更新周期", "更新条数", "评定等次"],
        [1, "县发改局", "政府机构", "实时更新", "/", "优秀"],
        [None, None, "权责清单", None, "/", None],
        [None, None, "生态环境", "1条/月", 12, None],
        [2, "县农业农村局", "农业服务信息", "2条/月", 7, "优秀"],
        [3, "县应急管理局", "应急预案及演练", "1条/月", 2, "不合格"],
        [None, None, "安全生产信息", "2条/月", 0, None],
        ["注：所保障栏目实际更新条数的总和比应更新条数≥5条评定为“优秀”等次。", None, None, None, None, None],
    ]
    assert merged(made, "附件1") == {"A1:F1", "A9:F9", "A3:A5", "B3:B5", "F3:F5", "D3:D4", "A7:A8", "B7:B8", "F7:F8"}


def test_the_sheet_of_accounts(made: Export) -> None:
    assert sheet(made, "附件2")[1:] == [
        [
            "序号",
            "账号名称",
            "原创信息应更新数",
            "原创信息实际更新数",
            "推荐转载信息数",
            "实际转载推荐信息数",
            "转载信息更新总数",
            "其它转载信息数",
            "更新信息总数",
            "存在突出问题",
            "综合评价",
        ],
        [1, "眉县招商", 4, 23, 9, 9, 42, 33, 65, "无", "优秀"],
        [2, "眉县民政", 4, 14, 9, 9, 60, 51, 74, "无", "优秀"],
        [3, "健康眉县", 4, 13, 9, 9, 27, 18, 40, "无", "合格"],
        [4, "眉县反诈中心", 4, 6, 9, 0, 0, 0, 6, "无", "合格"],
        [5, "眉县教育", 4, 72, 9, 3, 5, 2, 77, "应转载信息数量不足", "不合格"],
        [6, "眉县公安", 4, 10, 9, 2, 3, 1, 13, "2023-10-14至2023-10-25信息未更新", "不合格"],
        [7, "眉县反诈中心", 4, 4, 9, 0, 1, 1, 5, "应转载信息数量不足", "不合格"],
    ]


def test_the_sheet_of_scenes_with_its_sums(made: Export) -> None:
    rows = sheet(made, "附件3")
    assert rows[2:7] == [
        ["街面秩序管理平台", "暴露垃圾", 50, 11, 38, 11, 100, "优秀"],
        [None, "乱停乱放", 245, 73, 172, 73, 100, None],
        [None, "合计", 295, 84, 210, 84, 100, None],
        ["防汛排涝监测平台", "道路积水", 15, 8, 1, 5, 62.5, "不合格"],
        ["合计", None, 310, 92, 211, 89, 100 * 89 / 92, None],
    ]
    book = openpyxl.load_workbook(BytesIO(made.files["annexes.xlsx"]))
    assert book["附件3"]["G7"].number_format == '0.00"%"'
    assert merged(made, "附件3") >= {"A3:A5", "H3:H5"}


def test_a_summary_with_its_problem_list_below(made: Export) -> None:
    assert [row[:4] for row in sheet(made, "附件4")] == [
        ["2023年10月抽查监测情况表", None, None, None],
        ["市直/县市区", "抽查数量", "不合格数量", "合格率"],
        ["市直", 3, 0, 100],
        ["县区", 4, 3, 25],
        ["合计", 7, 3, pytest.approx(57.142857)],
        [None, None, None, None],
        ["抽查发现存在突出问题名单", None, None, None],
        ["单位名称", "类型", "抽查发现的突出问题", None],
        ["眉县教育", "微信订阅号", "应转载信息数量不足。", None],
        ["眉县反诈中心", "微信订阅号", "应转载信息数量不足。", None],
        ["眉县公安", "微信服务号", "2023-10-14至2023-10-25信息未更新", None],
    ]


def test_incidents_by_unit(made: Export) -> None:
    title = COLUMNS.title
    assert sheet(made, "附件5")[2:] == [
        [
            1,
            "县应急管理局",
            2,
            title,
            2,
            "10月9日，“第1篇”将“截至目前”错写为“截止目前”；10月20日，“第3篇”将“乱砍滥伐”错写为“乱砍乱伐”",
        ],
        [2, "县发改局", 1, title, 1, "10月12日，“第2篇”将“风清气正”错写为“风情气正”"],
    ]


def test_blocks_side_by_side(made: Export) -> None:
    assert sheet(made, "附件6")[1:] == [
        ["单位", "发布条数", "综合评价"] * 2,
        ["眉县招商", 65, "优秀", "眉县教育", 77, "不合格"],
        ["眉县民政", 74, "优秀", "眉县反诈中心", 5, "不合格"],
        ["健康眉县", 40, "合格", "眉县公安", 13, "不合格"],
        ["眉县反诈中心", 6, "合格", None, None, None],
    ]


def test_charts_are_of_the_ledgers_numbers(made: Export) -> None:
    book = openpyxl.load_workbook(BytesIO(made.files["annexes.xlsx"]))
    assert sheet(made, "对比")[2][:2] == ["眉县教育", 77]
    assert [row[:3] for row in sheet(made, "趋势")[1:5]] == [
        ["时段", "全部", "眉县教育"],
        ["2023年8月", 193, 53],
        ["2023年9月", 222, 61],
        ["2023年10月", 280, 77],
    ]
    assert [len(book[name]._charts) for name in ("对比", "趋势")] == [1, 1]


def test_every_number_leads_to_its_evidence(made: Export) -> None:
    numbers, evidence = sheet(made, "数据"), sheet(made, "依据")
    row = next(row for row in numbers if row[1:3] == ["县发改局", "发布条数"])
    assert row[3:] == [12, 2, 2]
    assert [each[3] for each in evidence[1:3]] == ["content-a", "content-b"]
    assert evidence[3][2:] == ["问题", "incident-1", "10月9日，“第1篇”将“截至目前”错写为“截止目前”"]
    book = openpyxl.load_workbook(BytesIO(made.files["annexes.xlsx"]))
    assert book["数据"]["F2"].hyperlink.location == "'依据'!A2"


def test_the_circular_paragraph_by_paragraph(made: Export) -> None:
    texts = [each.text for each in Document(BytesIO(made.files["circular.docx"])).paragraphs if each.text]
    assert texts == [
        "眉县人民政府办公室文件",
        "眉政办发〔2023〕12号",
        "眉县人民政府办公室",
        "关于2023年10月县政府网站、政务新媒体运行情况的通报",
        "各镇人民政府、街道办事处，县政府各工作部门、各直属机构：",
        "按照中省市常态化监管工作要求，现就 2023 年 10 月县政府门户网站“政府信息公开”频道内容保障、"
        "政务新媒体运维管理情况通报如下：",
        "一、总体情况",
        "1. 网站政府信息公开栏目内容保障情况。3家栏目保障单位共主动公开信息21条，"
        "评定优秀单位2家，分别是县发改局、农业农村局，不合格单位1家（具体见附件1）。",
        "2. 政务新媒体运维管理情况。全县纳入《全国政务新媒体信息报送系统》进行监管的7个政务新媒体账号，"
        "共发布信息280条。其中，原创信息142条，占比50.7%；转载信息138条，占比49.3%。"
        "“眉县招商”“眉县民政”2家政务新媒体账号原创信息更新数量多，"
        "总体评价为“优秀”；“健康眉县”“眉县反诈中心”“眉县教育”等5家政务新媒体账号信息更新及时。",
        "各账号发布信息条数变化",
        "二、存在问题",
        "（一）固定表述错误",
        "县应急管理局将“截至目前”错写为“截止目前”，将“乱砍滥伐”错写为“乱砍乱伐”。县发改局将“风清气正”错写为“风情气正”。",
        "（二）更新不及时",
        "“眉县教育”“眉县反诈中心”应转载信息数量不足；“眉县公安”2023-10-14至2023-10-25信息未更新。",
        "三、工作要求",
        "1. 要坚持每7天至少更新一条原创信息，请于11月30日前报送整改报告。严格落实“三审三校”制度。",
        "附件：1.2023年10月县政府门户网站政府信息公开频道信息发布情况统计表",
        "2.2023年10月政务新媒体运维情况统计表",
        "3.2023年10月智慧场景平台事件统计表",
        "4.2023年10月抽查监测情况表",
        "5.2023年10月县政府网站严重表述错误统计表",
        "6.2023年10月信息发布情况（并列）",
        "眉县人民政府办公室",
        "2023年11月23日",
        "（联系电话：0917-0000000）",
        "附件1",
        "2023年10月县政府门户网站政府信息公开频道信息发布情况统计表",
        "注：所保障栏目实际更新条数的总和比应更新条数≥5条评定为“优秀”等次。",
        "附件2",
        "2023年10月政务新媒体运维情况统计表",
        "附件3",
        "2023年10月智慧场景平台事件统计表",
        "备注：办结率≥85%评定等次为优秀。",
        "附件4",
        "2023年10月抽查监测情况表",
        "抽查发现存在突出问题名单",
        "附件5",
        "2023年10月县政府网站严重表述错误统计表",
        "附件6",
        "2023年10月信息发布情况（并列）",
        "各账号发布信息条数",
    ]


def test_the_sheet_of_paper(made: Export) -> None:
    document = Document(BytesIO(made.files["circular.docx"]))
    section = document.sections[0]
    assert [round(each.mm) for each in (section.page_width, section.page_height)] == [210, 297]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(each.mm) for each in margins] == [37, 35, 28, 26]
    assert document.settings.odd_and_even_pages_header_footer
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        xml = footer._element.xml
        assert "PAGE" in xml
        assert f'w:jc w:val="{side}"' in xml
    assert footer.paragraphs[0].text == "—  —"


@pytest.mark.parametrize(
    ("text", "font", "size", "line"),
    [
        ("关于2023年10月县政府网站、政务新媒体运行情况的通报", "方正小标宋简体", 22.0, 36.0),
        ("一、总体情况", "黑体", 16.0, 28.0),
        ("（一）固定表述错误", "楷体_GB2312", 16.0, 28.0),
        ("附件1", "黑体", 16.0, 28.0),
        ("2023年11月23日", "仿宋_GB2312", 16.0, 28.0),
    ],
)
def test_fonts_by_name(text: str, font: str, size: float, line: float, made: Export) -> None:
    document = Document(BytesIO(made.files["circular.docx"]))
    paragraph = next(each for each in document.paragraphs if each.text == text)
    (run,) = paragraph.runs
    assert run._element.rPr.rFonts.get(qn("w:eastAsia")) == font
    assert (run.font.size.pt, paragraph.paragraph_format.line_spacing.pt) == (size, line)
    fonts = zipfile.ZipFile(BytesIO(made.files["circular.docx"])).read("word/fontTable.xml").decode()
    assert f'w:name="{font}"><w:altName' in fonts


def test_signature_and_annexes_stand_where_they_must(made: Export) -> None:
    document = Document(BytesIO(made.files["circular.docx"]))
    paragraphs = {each.text: each for each in document.paragraphs}
    for text in ("眉县人民政府办公室", "2023年11月23日"):
        xml = [each for each in document.paragraphs if each.text == text][-1]._element.xml
        assert 'w:rightChars="400"' in xml
        assert '<w:jc w:val="right"/>' in xml
    assert paragraphs["附件2"].paragraph_format.page_break_before
    assert 'w:firstLineChars="200"' in paragraphs["一、总体情况"]._element.xml
    assert "FF0000" in paragraphs["眉县人民政府办公室文件"]._element.xml
    assert "FF0000" in paragraphs["眉政办发〔2023〕12号"]._element.xml


def test_tables_repeat_their_header_and_tear_no_row(made: Export) -> None:
    document = Document(BytesIO(made.files["circular.docx"]))
    assert [len(table.rows) for table in document.tables] == [7, 8, 6, 4, 4, 3, 5]
    for table in document.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
    first = document.tables[0]
    kept = [bool(row.cells[2].paragraphs[0].paragraph_format.keep_with_next) for row in first.rows]
    assert kept == [False, True, True, False, False, True, False], "the rows of a unit stay on one page"
    assert [cell.text for cell in first.rows[2].cells] == ["1", "县发改局", "权责清单", "实时更新", "/", "优秀"]
    assert first.cell(1, 0)._tc is first.cell(3, 0)._tc


def test_without_a_red_head(made: Export) -> None:
    plain = export(OCTOBER, SITE)
    texts = [each.text for each in Document(BytesIO(plain.files["circular.docx"])).paragraphs]
    assert texts[0] == "眉县人民政府办公室"
    assert "眉政办发〔2023〕12号" not in texts


def test_exporting_twice_gives_the_same_bytes(made: Export) -> None:
    again = export(msgspec.structs.replace(OCTOBER), SITE, earlier=[scaled(0.7, 8), scaled(0.8, 9)], red_head=True)
    assert again.files == made.files
    for name in ("circular.docx", "annexes.xlsx"):
        entries = zipfile.ZipFile(BytesIO(made.files[name])).infolist()
        assert {entry.date_time[0] for entry in entries} == {1980}
        core = zipfile.ZipFile(BytesIO(made.files[name])).read("docProps/core.xml").decode()
        assert core.count("2023-10-31T00:00:00Z") == 2


def test_the_manifest_vouches_for_every_file(made: Export) -> None:
    manifest = json.loads(made.files["manifest.json"])
    assert (manifest["period"], manifest["revision"], manifest["ledger"]) == ("2023-10", 1, "0123456789abcdef")
    assert manifest["files"] == {
        name: hashlib.sha256(data).hexdigest() for name, data in made.files.items() if name != "manifest.json"
    }


def test_csv_and_parquet_hold_the_same(made: Export) -> None:
    data = made.files["csv/accounts.csv"]
    assert data.startswith(b"\xef\xbb\xbf")
    header, *rows = csv.reader(StringIO(data.decode("utf-8-sig"), newline=""))
    assert header[:8] == ["编号", "名称", "单位编号", "单位", "单位类别", "发布条数", "原创条数", "转载条数"]
    assert rows[0][:8] == ["a1", "眉县招商", "u1", "眉县招商主办单位", "市直", "65", "23", "42"]
    table = read_parquet(BytesIO(made.files["parquet/accounts.parquet"])).read_all()
    assert table.num_rows == 7
    assert table.schema.field("published").type == "Int64" or "int" in str(table.schema.field("published").type).lower()
    assert [value.as_py() for value in table["published"]] == [int(row[5]) for row in rows]
    assert {Path(name).stem for name in made.files if name.startswith("csv/")} == {
        Path(name).stem for name in made.files if name.startswith("parquet/")
    }


def test_nothing_of_the_text_around_a_slip_is_passed_on(made: Export) -> None:
    for name, data in made.files.items():
        parts = [data]
        if name.endswith(("xlsx", "docx")):
            package = zipfile.ZipFile(BytesIO(data))
            parts = [package.read(entry) for entry in package.namelist()]
        assert not any("不要写出的上下文".encode() in part for part in parts), name


def test_a_name_that_looks_like_a_formula_stays_a_name(tmp_path: Path) -> None:
    lines = tuple(msgspec.structs.replace(line, name="=1+1\x07", unit="=1+1") for line in ACCOUNTS.lines[:1])
    made = export(with_table(msgspec.structs.replace(ACCOUNTS, lines=lines)), tmp_path)
    book = openpyxl.load_workbook(BytesIO(made.files["annexes.xlsx"]))
    found = [cell for each in book for row in each.iter_rows() for cell in row if cell.value == "=1+1"]
    assert found
    assert {cell.data_type for cell in found} <= {"s", "inlineStr"}
    assert "'=1+1" in made.files["csv/accounts.csv"].decode("utf-8-sig")


def test_a_site_without_a_layout_gets_annexes_that_fit(tmp_path: Path) -> None:
    made = export(OCTOBER, tmp_path)
    book = openpyxl.load_workbook(BytesIO(made.files["annexes.xlsx"]))
    assert book.sheetnames == ["附件1", "附件2", "附件3", "附件4", "对比", "数据", "依据"]
    assert [cell.value for cell in book["附件2"][2]] == [
        "序号",
        "名称",
        "发布条数",
        "原创条数",
        "转载条数",
        "转载推荐信息条数",
        "存在问题",
        "评定等次",
    ]


def annexed(tmp_path: Path, *lines: str) -> list[list[object]]:
    """The rows of an annex that these lines declare, below its header."""
    text = '[[annexes]]\nannex_id = "a"\ntitle = "表"\n' + "\n".join(lines)
    (tmp_path / "circular.toml").write_text(text, encoding="utf-8")
    return sheet(export(OCTOBER, tmp_path), "附件1")[2:]


def test_groups_and_merged_groups(tmp_path: Path) -> None:
    columns = 'columns = [{ header = "区", show = "group", merge = true }, { header = "账号", show = "name" }]'
    assert annexed(tmp_path, 'table = "accounts"', 'groups = ["市直"]', columns) == [
        ["市直", "眉县招商"],
        [None, "眉县民政"],
        [None, "健康眉县"],
    ]


def test_words_for_numbers(tmp_path: Path) -> None:
    columns = 'columns = [{ header = "达标", show = "source.published", zero = "否", other = "是" }]'
    rows = annexed(tmp_path, 'table = "columns"', 'rows = "sources"', columns)
    assert [row[0] for row in rows] == ["否", "否", "是", "是", "否", "是"]


def test_only_some_grades_in_an_order_of_ones_own(tmp_path: Path) -> None:
    columns = 'columns = [{ header = "账号", show = "name" }, { header = "条数", show = "published" }]'
    assert annexed(tmp_path, 'table = "accounts"', 'only = ["不合格"]', 'order = ["-published"]', columns) == [
        ["眉县教育", 77],
        ["眉县公安", 13],
        ["眉县反诈中心", 5],
    ]


def test_gaps(tmp_path: Path) -> None:
    shown = ("gap.name", "gap.kind", "gap.first", "gap.last", "gap.days", "gap.limit", "gap.month")
    columns = ", ".join(f'{{ header = "{name}", show = "{name}" }}' for name in shown)
    assert annexed(tmp_path, 'table = "accounts"', 'rows = "gaps"', f"columns = [{columns}]") == [
        ["眉县公安", "信息未更新", "2023-10-14", "2023-10-25", 12, 7, "10月"]
    ]


def test_columns_of_months(tmp_path: Path) -> None:
    (tmp_path / "circular.toml").write_text(
        '[[annexes]]\nannex_id = "a"\ntitle = "表"\ntable = "accounts"\ncolumns = [\n'
        '{ header = "账号", show = "name" }, { header = "1月", show = "month1.published" },\n'
        '{ header = "2月", show = "month2.published" }]\n',
        encoding="utf-8",
    )
    made = export(OCTOBER, tmp_path, months=[scaled(0.1, 8), scaled(0.5, 9)])
    assert sheet(made, "附件1")[2] == ["眉县招商", 6, 32]


def test_a_refused_text_writes_nothing(tmp_path: Path) -> None:
    template = tmp_path / "a.j2"
    template.write_text("# 通报\n\n共456条\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="数字“456”"):
        export(OCTOBER, SITE, template=template)


def test_a_ledger_read_from_json_gives_the_same(made: Export) -> None:
    again = msgspec.json.decode(msgspec.json.encode(OCTOBER), type=type(OCTOBER))
    assert export(again, SITE).files == export(OCTOBER, SITE).files


def test_the_files_are_written_below_the_folder(tmp_path: Path, made: Export) -> None:
    made.write(tmp_path / "out")
    assert (tmp_path / "out" / "csv" / "accounts.csv").read_bytes() == made.files["csv/accounts.csv"]
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigError, match="占用"):
        made.write(tmp_path / "file")


def test_without_the_parquet_writer_the_rest_is_there(made: Export, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("streammon.report.flat.HAS_PARQUET", False)
    without = export(OCTOBER, SITE)
    assert not without.has_parquet
    assert {name for name in made.files if not name.startswith("parquet/")} == set(without.files)
