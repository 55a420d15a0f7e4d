import docx
import pytest
from office_files import archive, read, saved, stored

BODY = "关于拨付补助的公告\n姓名\t身份证号\n李四\t11010519491231002X\n看得见的文字。\n修订插入的\n有批注的\n有框的段落"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@pytest.mark.parametrize("name", ["letter.docx", "letter.doc", "letter.odt"])
def test_a_document_is_read_with_all_that_is_hidden_in_it(name):
    """The three are one document, two of them saved by LibreOffice."""
    found = {section: (line, hidden, text) for section, line, hidden, text in read(stored(name))}
    assert found["正文"] == (1, False, BODY)
    assert found["文本框"] == (0, False, "文本框里的字")
    assert found["隐藏文字"] == (0, True, "看不见的手机15900004961")
    assert found["修订中删除的文字"] == (0, True, "删去的卡号6217780000004123998")
    assert found["脚注"] == (0, False, "脚注里的字")
    assert found["尾注"] == (0, False, "尾注里的字")
    assert found["批注"] == (0, True, "批注里的话")
    assert found["文档属性"][1:] == (
        True,
        "标题：内部稿\n" + ("最初作者：李四" if name == "letter.odt" else "作者：李四"),
    )
    margins = ["页眉", "页脚"] if name == "letter.docx" else ["页眉页脚"]
    assert [found[margin] for margin in margins] in (
        [(0, False, "页眉上的字"), (0, False, "页脚上的字")],
        [(0, False, "页眉上的字\n页脚上的字")],
    )
    assert len(found) == 8 + len(margins)


def layers(body, **others):
    """Return the text of every section of a document with this body, and other parts."""
    document = {"word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>"}
    parts = {
        f"word/{name}.xml": f"<w:{name.rstrip('123')} {W}>{xml}</w:{name.rstrip('123')}>"
        for name, xml in others.items()
    }
    return {name: text for name, _, _, text in read(archive(document | parts))}


def paragraph(text, properties=""):
    return f"<w:p>{properties}<w:r><w:t>{text}</w:t></w:r></w:p>"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (paragraph("一") + "<w:p/>" + paragraph("二"), {"正文": "一\n二"}),
        ("<w:p><w:r><w:t>上</w:t><w:br/><w:t>下</w:t><w:tab/><w:t>右</w:t></w:r></w:p>", {"正文": "上\n下\t右"}),
        ("<w:p><w:r><w:t>党的二</w:t></w:r><w:r><w:t>十大</w:t></w:r></w:p>", {"正文": "党的二十大"}),
        ("<w:p><w:sdt><w:sdtContent><w:r><w:t>控件</w:t></w:r></w:sdtContent></w:sdt></w:p>", {"正文": "控件"}),
        ("<w:p><w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>不藏</w:t></w:r></w:p>", {"正文": "不藏"}),
        ("<w:p><w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom></w:p>", {"修订中删除的文字": "移走"}),
        ("<w:p><w:r><w:instrText>HYPERLINK x</w:instrText></w:r></w:p>", {}),
        (
            f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>{paragraph('删')}</w:tc></w:tr>"
            f"<w:tr><w:tc>{paragraph('一') + paragraph('二')}</w:tc><w:tc>{paragraph('三')}</w:tc></w:tr></w:tbl>",
            {"正文": "一 二\t三", "修订中删除的文字": "删"},
        ),
        (
            "<w:p><w:r><w:t>前</w:t></w:r><w:r><w:pict><w:txbxContent>"
            + paragraph("框")
            + "</w:txbxContent></w:pict></w:r>"
            "<w:r><w:t>后</w:t></w:r></w:p>",
            {"正文": "前后", "文本框": "框"},
        ),
    ],
)
def test_text_lies_in_layers(body, expected):
    assert layers(body) == expected


def test_a_style_can_hide_text():
    styles = "<w:style w:styleId='X'><w:rPr><w:vanish/></w:rPr></w:style><w:style w:styleId='Y'/>"
    body = paragraph("藏", "<w:pPr><w:pStyle w:val='X'/></w:pPr>") + paragraph(
        "见", "<w:pPr><w:pStyle w:val='Y'/></w:pPr>"
    )
    assert layers(body, styles=styles) == {"正文": "见", "隐藏文字": "藏"}


def test_a_header_that_every_section_repeats_is_written_once():
    headers = {f"header{number}": paragraph("同一页眉") for number in (1, 2, 3)}
    assert layers(paragraph("文"), **headers)["页眉"] == "同一页眉"


def test_what_is_hidden_in_a_header_says_so():
    hidden = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r></w:p>"
    assert layers(paragraph("文"), header1=hidden) == {"正文": "文", "页眉中的隐藏文字": "藏"}


def test_merged_cells_are_read_once_and_nested_tables_too():
    document = docx.Document()
    table = document.add_table(1, 3)
    table.rows[0].cells[0].merge(table.rows[0].cells[1]).text = "合并"
    table.rows[0].cells[2].add_table(1, 1).rows[0].cells[0].text = "内层"
    assert read(saved(document))[0][3] == "合并\t内层"
