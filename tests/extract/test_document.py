from streammon.extract.document import Document, Writer


def written(*parts):
    writer = Writer()
    for name, *lines in parts:
        writer.section(name, line=1)
        for line in lines:
            writer.line(line)
    return writer.document()


def test_each_section_begins_where_its_first_line_begins():
    document = written(("甲", "一", "二"), ("乙", "三"))
    assert document.text == "一\n二\n三"
    assert [(s.name, document.text[s.start :]) for s in document.sections] == [("甲", "一\n二\n三"), ("乙", "三")]


def test_a_section_without_a_character_is_left_out():
    assert [section.name for section in written(("甲",), ("乙", "三"), ("丙",)).sections] == ["乙"]


def test_a_document_in_a_document_keeps_its_places():
    writer = Writer()
    writer.line("前")
    writer.add(written(("甲", "一"), ("乙", "二")), "名单.xlsx")
    writer.add(Document("三", troubles=("坏了",)), "说明.txt")
    document = writer.document()
    assert [(s.name, document.text[s.start]) for s in document.sections] == [
        ("名单.xlsx 甲", "一"), ("名单.xlsx 乙", "二"), ("说明.txt", "三")
    ]  # fmt: skip
    assert document.troubles == ("说明.txt：坏了",)


def test_text_without_sections_has_none():
    writer = Writer()
    writer.line("一")
    assert writer.document() == Document("一")


def test_a_document_without_text_leaves_no_line_behind():
    writer = Writer()
    writer.add(Document("", troubles=("坏了",)), "甲.txt")
    writer.add(Document("二"), "乙.txt")
    assert writer.document() == Document("二", writer.document().sections, ("甲.txt：坏了",))
