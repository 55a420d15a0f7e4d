import pytest
from ofd_files import image, ofd, packed, page, words, xml

from streammon.extract import Unreadable, images, read


def written(data):
    return read(data, name="公告.ofd", media_type="application/ofd")


def names(document):
    return [section.name for section in document.sections]


def test_every_page_is_a_section():
    document = written(ofd(page(words("第一页", 20, 20)), page(words("第二页", 20, 20))))
    assert document.text == "第一页\n第二页"
    assert [(s.name, document.text[s.start :][:3]) for s in document.sections] == [
        ("第1页", "第一页"),
        ("第2页", "第二页"),
    ]


@pytest.mark.parametrize(
    ("objects", "text"),
    [
        ([words("下", 20, 30), words("上", 20, 20)], "上\n下"),
        ([words("610326", 20, 20, delta="g 5 2"), words("1905", 32, 20, delta="2 2 2")], "6103261905"),
        ([words("丙", 28, 20), words("甲乙", 20, 20)], "甲乙丙"),
        ([words("姓名", 20, 20), words("卡号", 60, 20)], "姓名\t卡号"),
        ([words("甲", 20, 20), words("乙", 20, 20, code_x=4)], "甲乙"),
        ([words("甲乙", 20, 20, size=1, ctm="4 0 0 4 0 0", delta="1"), words("丙", 28, 20)], "甲乙丙"),
        ([words("丙", 20, 20, ctm="1 0 0 1 8 0"), words("甲乙", 20, 20)], "甲乙丙"),
        ([words("丙", 20, 20, code_x=4, ctm="2 0 0 2 0 -4", size=4), words("甲乙", 20, 20)], "甲乙丙"),
        ([f"<ofd:PageBlock><ofd:PageBlock>{words('深', 20, 20)}</ofd:PageBlock></ofd:PageBlock>"], "深"),
    ],
)
def test_what_stands_at_one_height_is_a_line(objects, text):
    assert written(ofd(page("".join(objects)))).text == text


def test_a_line_that_the_margin_broke_is_joined():
    content = words("要把学习宣传贯彻二十", 20, 20) + words("大精神作为首要任务。", 20, 26)
    assert written(ofd(page(content))).text == "要把学习宣传贯彻二十大精神作为首要任务。"


def test_the_text_of_a_template_is_read_once_with_the_page():
    template = '<ofd:TemplatePage ID="7" BaseLoc="Tpls/Tpl_0/Content.xml"/>'
    document = written(
        ofd(
            page(words("李四", 40, 20), template="7"),
            page(words("王五", 40, 20), template="7"),
            common=template,
            parts={"Tpls/Tpl_0/Content.xml": page(words("姓名：", 26, 20))},
        )
    )
    assert document.text == "姓名： 李四\n王五"


def test_text_in_graphics_is_read_where_they_are_put():
    unit = f'<ofd:CompositeGraphicUnit ID="5"><ofd:Content>{words("章", 0, 0)}</ofd:Content></ofd:CompositeGraphicUnit>'
    resources = xml("Res", f"<ofd:CompositeGraphicUnits>{unit}</ofd:CompositeGraphicUnits>", BaseLoc="Res")
    use = '<ofd:CompositeObject ID="6" ResourceID="5" Boundary="28 20 4 4"/>'
    common = "<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>"
    data = ofd(page(words("公司", 20, 20) + use), common=common, parts={"DocumentRes.xml": resources})
    assert written(data).text == "公司章"


def test_a_graphic_in_itself_ends():
    use = '<ofd:CompositeObject ID="6" ResourceID="5" Boundary="0 0 4 4"/>'
    unit = f'<ofd:CompositeGraphicUnit ID="5"><ofd:Content>{use}</ofd:Content></ofd:CompositeGraphicUnit>'
    data = ofd(
        page(use + words("完", 20, 20)),
        common="<ofd:PublicRes>/Doc_0/PublicRes.xml</ofd:PublicRes>",
        parts={"PublicRes.xml": xml("Res", unit)},
    )
    assert written(data).text == "完"


def test_annotations_tags_attachments_and_properties_are_read():
    note = (
        f"<ofd:Annot><ofd:Remark>请核实</ofd:Remark><ofd:Appearance>{words('已办', 0, 0)}</ofd:Appearance></ofd:Annot>"
    )
    listed = '<ofd:Page PageID="101"><ofd:FileLoc>Page_1/Annotation.xml</ofd:FileLoc></ofd:Page>'
    attached = '<ofd:Attachment ID="1" Name="名单"><ofd:FileLoc>list.csv</ofd:FileLoc></ofd:Attachment>'
    tag = "<ofd:CustomTag><ofd:FileLoc>CustomTag.xml</ofd:FileLoc></ofd:CustomTag>"
    document = written(
        ofd(
            page(words("正文", 20, 20)),
            page(words("附表", 20, 20)),
            info="<ofd:Title>公告</ofd:Title><ofd:Author>张三</ofd:Author><ofd:Creator>WPS</ofd:Creator>",
            rest="<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations><ofd:CustomTags>Tags/CustomTags.xml"
            "</ofd:CustomTags><ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments>",
            parts={
                "Annots/Annotations.xml": xml("Annotations", listed),
                "Annots/Page_1/Annotation.xml": xml("PageAnnot", note),
                "Tags/CustomTags.xml": xml("CustomTags", tag),
                "Tags/CustomTag.xml": "<发文><密级>公开</密级></发文>",
                "Attachs/Attachments.xml": xml("Attachments", attached),
                "Attachs/list.csv": "李四,1",
            },
        )
    )
    assert document.text == "正文\n附表\n请核实\n已办\n公开\n李四\t1\n公告\n张三"
    assert names(document) == ["第1页", "第2页", "第2页批注", "自定义标引", "名单.csv 表格", "文档属性"]
    assert [section.hidden for section in document.sections] == [False, False, False, True, False, True]


def test_scans_are_told(monkeypatch):
    monkeypatch.setattr(images, "can_recognise", lambda: False)
    common = "<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>"
    medium = '<ofd:MultiMedia ID="8" Type="Image"><ofd:MediaFile>a.png</ofd:MediaFile></ofd:MultiMedia>'
    parts = {"DocumentRes.xml": xml("Res", medium, BaseLoc="Res"), "Res/a.png": b"\x89PNG"}
    with pytest.raises(Unreadable, match="扫描件"):
        written(ofd(page(image(8)), common=common, parts=parts))
    document = written(ofd(page(words("正文", 20, 20)), page(image(8)), common=common, parts=parts))
    assert (document.text, document.troubles) == ("正文", ("第 2 页没有文字，只有图像（扫描件）。",))


def test_what_is_broken_leaves_the_rest_readable():
    document = written(
        ofd(
            page(words("正文", 20, 20)),
            page(words("坏", "x", 20)),
            "<ofd",
            page(words("结尾", 20, 20)),
            common="<ofd:PublicRes>none.xml</ofd:PublicRes>",
            rest="<ofd:Annotations>Annotations.xml</ofd:Annotations>",
            parts={"Annotations.xml": "<ofd"},
        )
    )
    assert document.text == "正文\n结尾"
    assert document.troubles == (
        "none.xml：文件损坏或格式不合规范，读不出文字。",
        "Doc_0/Annotations.xml：文件损坏或格式不合规范，读不出文字。",
        "第 2–3 页损坏，读不出文字。",
    )


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (packed({"OFD.xml": "", "Encryptions.xml": "<e/>"}), "密码"),
        (packed({"OFD.xml": "<ofd"}), "损坏"),
        (packed({"OFD.xml": xml("OFD", "<ofd:DocBody><ofd:DocRoot>none.xml</ofd:DocRoot></ofd:DocBody>")}), "损坏"),
        (packed({"OFD.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]>" + xml("OFD", "")[38:]}), "实体"),
        (ofd(page(words("一", "x", 20))), "损坏"),
    ],
)
def test_a_broken_file_says_why(data, reason):
    with pytest.raises(Unreadable, match=reason):
        written(data)
