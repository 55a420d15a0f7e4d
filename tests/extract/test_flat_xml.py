import pytest

from streammon.extract import Unreadable, read

HEAD = '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n'
SHEETS = """<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
 <Worksheet ss:Name="名单"><Table>
  <Row><Cell><Data ss:Type="String">姓名</Data></Cell><Cell ss:Index="3"><Data ss:Type="String">号
码</Data></Cell></Row>
  <Row><Cell><Data ss:Type="String">李四</Data></Cell></Row>
  <Row ss:Index="9"><Cell><Data ss:Type="Number">1</Data></Cell></Row>
 </Table></Worksheet></Workbook>"""
WORDS = """<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"><w:body>
 <w:p><w:r><w:t>高度</w:t></w:r><w:r><w:instrText>PAGE</w:instrText><w:t>重视</w:t></w:r></w:p>
 <w:p><w:r><w:t>第二段</w:t></w:r></w:p></w:body></w:wordDocument>"""


def written(xml):
    return read((HEAD + xml).encode(), name="名单.xls", media_type="application/vnd.ms-excel")


def test_sheets_of_2003_keep_rows_and_columns():
    document = written(SHEETS)
    assert document.text == "姓名\t\t号 码\n李四\n1"
    assert [(s.name, s.line, s.cells, document.text[s.start]) for s in document.sections] == [
        ("工作表“名单”", 1, True, "姓"),
        ("工作表“名单”", 9, True, "1"),
    ]


def test_paragraphs_of_2003_are_lines():
    assert written(WORDS).text == "高度重视\n第二段"


@pytest.mark.parametrize(
    ("xml", "reason"), [("<Workbook>", "损坏"), ("<!DOCTYPE a [<!ENTITY b 'c'>]><Workbook>&b;</Workbook>", "实体")]
)
def test_what_is_broken_says_why(xml, reason):
    with pytest.raises(Unreadable, match=reason):
        written(xml)
