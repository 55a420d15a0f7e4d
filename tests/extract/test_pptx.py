import pytest
from office_files import changed, contents, read, stored


@pytest.mark.parametrize("name", ["slides.pptx", "slides.odp", "slides.ppt"])
def test_a_presentation_is_read_slide_by_slide(name):
    """The three are one presentation, two of them saved by LibreOffice."""
    found = {section: (hidden, text) for section, _, hidden, text in read(stored(name))}
    first = found["第1页幻灯片"]
    assert not first[0]
    assert "工作汇报" in first[1]
    assert "文本框里的字" in first[1]
    table = "姓名\n电话\n李四\n15900004961" if name == "slides.ppt" else "姓名\t电话\n李四\t15900004961"
    assert table in first[1]
    assert found["隐藏的第2页幻灯片"] == (True, "隐藏的一页\n第一段\n第二段")
    assert found["第1页幻灯片的备注"] == (True, "备注里的话")
    assert found["文档属性"][0]


def test_a_hidden_box_is_told_apart():
    found = {section: (hidden, text) for section, _, hidden, text in read(stored("slides.pptx"))}
    assert found["第1页幻灯片的隐藏文本框"] == (True, "藏起来的框")
    assert "藏起来的框" not in found["第1页幻灯片"][1]


@pytest.mark.parametrize(
    ("kind", "xml"),
    [
        ("comments", '<p:cmLst xmlns:p="p"><p:cm><p:text>批注里的话</p:text></p:cm></p:cmLst>'),
        (
            "comment",
            '<p:cmLst xmlns:p="p" xmlns:a="a"><p:cm><p:txBody><a:p><a:r><a:t>批注里的话</a:t></a:r></a:p></p:txBody>'
            "</p:cm></p:cmLst>",
        ),
    ],
)
def test_comments_of_older_and_newer_files_are_read(kind, xml):
    data = stored("slides.pptx")
    relations = contents(data)["ppt/slides/_rels/slide1.xml.rels"].decode()
    link = f'<Relationship Id="c1" Type="http://x/{kind}" Target="../comments/c1.xml"/></Relationships>'
    data = changed(
        data,
        ppt__comments__c1_xml=xml,
        **{"ppt/slides/_rels/slide1.xml.rels": relations.replace("</Relationships>", link)},
    )
    assert ("第1页幻灯片的批注", 0, True, "批注里的话") in read(data)
