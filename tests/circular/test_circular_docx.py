"""Real tables of a word processor, with merged cells and totals."""

from io import BytesIO

import docx
from circular_texts import kinds

from streammon import extract
from streammon.circular.audit import Audit, audit

UNITS = [
    ("县财政局", 30, 10, "优秀"),
    ("县教育局", 25, 10, "优秀"),
    ("县民政局", 10, 10, "合格"),
    ("县水利局", 5, 0, "不合格"),
]
TEXT = (
    "一、信息发布。4家单位共发布信息100条，其中原创70条，占比70%，转载30条，占比30%。"
    "评定优秀单位2家，合格单位1家，不合格单位1家（详见附件1）。"
)


def made(text: str = TEXT, total: tuple[int, int] = (70, 30)) -> Audit:
    """Audit a document whose head has two rows, whose total spans two columns."""
    document = docx.Document()
    for line in (
        "白石县关于2024年3月信息发布情况的通报",
        text,
        "附件：1.2024年3月信息发布情况统计表",
        "附件1",
        "2024年3月信息发布情况统计表",
    ):
        document.add_paragraph(line)
    heads = [("序号", "单位", "发布情况", "", "评定等次"), ("", "", "原创", "转载", "")]
    rows = [(str(number), *map(str, unit)) for number, unit in enumerate(UNITS, 1)]
    table = document.add_table(rows=0, cols=5)
    for cells in (*heads, *rows, ("合计", "", *map(str, total), "")):
        for cell, words in zip(table.add_row().cells, cells, strict=True):
            cell.text = words
    table.cell(0, 2).merge(table.cell(0, 3))
    for column in (0, 1, 4):
        table.cell(0, column).merge(table.cell(1, column))
    table.cell(len(rows) + 2, 0).merge(table.cell(len(rows) + 2, 1))
    file = BytesIO()
    document.save(file)
    return audit(extract.read(file.getvalue(), name="通报.docx", media_type=""))


def test_a_sound_document_has_no_contradiction():
    found = made()
    assert found.is_clean, found.contradictions
    assert found.tables == 1


def test_a_wrong_total_is_found():
    assert kinds(made(total=(71, 30))) == [("total-row", "certain")]


def test_wrong_counts_and_grades_are_found():
    assert ("count", "certain") in kinds(made(TEXT.replace("4家单位", "5家单位")))
    assert kinds(made(TEXT.replace("合格单位1家，不", "合格单位2家，不"))) == [("grades", "certain")]


def test_a_wrong_sum_is_found_against_text_and_table():
    found = kinds(made(TEXT.replace("原创70条", "原创72条")))
    assert {kind for kind, _ in found} == {"column-sum", "sum", "percentage"}
