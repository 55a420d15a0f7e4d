"""Office and OFD files made to exhaust or mislead whoever reads them, and other XML."""

from hostile.bombs import LARGE, noughts, zip_entry, zip_of, zipped
from ofd_files import NAMESPACE, ofd, page, words

LAUGHS = "<!DOCTYPE lolz [<!ENTITY lol0 'lol'>{}]>".format(
    "".join(f"<!ENTITY lol{n} '{f'&lol{n - 1};' * 10}'>" for n in range(1, 10))
)
OUTSIDE = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SHEET = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATIONS = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def docx(body, prolog=""):
    document = f"{prolog}<w:document {WORD}><w:body>{body}</w:body></w:document>"
    return zipped([("[Content_Types].xml", TYPES), ("word/document.xml", document)])


def xlsx(*sheets, strings=""):
    links = "".join(
        f'<Relationship Id="r{n}" Type="{KIND}/worksheet" Target="worksheets/s{n}.xml"/>' for n in range(len(sheets))
    )
    listed = "".join(f'<sheet name="{n}" sheetId="{n + 1}" r:id="r{n}"/>' for n in range(len(sheets)))
    return zipped(
        [
            ("[Content_Types].xml", TYPES),
            ("xl/workbook.xml", f'<workbook {SHEET} xmlns:r="{KIND}"><sheets>{listed}</sheets></workbook>'),
            ("xl/_rels/workbook.xml.rels", f"<Relationships {RELATIONS}>{links}</Relationships>"),
            *((f"xl/worksheets/s{n}.xml", sheet) for n, sheet in enumerate(sheets)),
        ]
    )


def sheet(rows):
    return f'<worksheet {SHEET}><dimension ref="A1:XFD1048576"/><sheetData>{rows}</sheetData></worksheet>'


def laughing_docx():
    return docx("<w:p><w:r><w:t>&lol9;</w:t></w:r></w:p>", LAUGHS)


def docx_that_looks_outside():
    return docx("<w:p><w:r><w:t>&x;</w:t></w:r></w:p>", OUTSIDE)


def deep_docx():
    return docx("<w:p>" * 100_000 + "</w:p>" * 100_000)


def swollen_docx():
    local, entry = zip_entry(b"word/document.xml", noughts(LARGE), LARGE)
    return zip_of(local, [entry])


def docx_of_many_parts():
    return zipped([("word/document.xml", f"<w:document {WORD}/>"), *((f"word/{n}.xml", "") for n in range(20_000))])


def workbook_of_many_sheets():
    return xlsx(*[sheet('<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row>')] * 10_000)


def workbook_with_a_cell_at_the_end():
    return xlsx(sheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'))


def workbook_with_a_cell_beyond_the_end():
    return xlsx(sheet('<row r="99999999999"><c r="ZZZZZZZZ9"><v>1</v></c></row>'))


def workbook_of_many_cells():
    return xlsx(sheet(f"<row>{'<c><v>1</v></c>' * 16_000}</row>" * 200))


def laughing_workbook():
    return xlsx(LAUGHS + sheet('<row><c t="inlineStr"><is><t>&lol9;</t></is></c></row>'))


def laughing_ofd():
    return ofd(LAUGHS + f"<ofd:Page {NAMESPACE}>&lol9;</ofd:Page>")


def ofd_with_endless_steps():
    return ofd(page(words("数", 20, 20, delta="g 2000000000 1 " * 1000)))


def ofd_of_many_pages():
    return ofd(*[page(words("页", 20, 20))] * 4_900)


def ofd_of_one_page_many_times():
    listed = '<ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/>' * 100_000
    return ofd(page(words("页", 20, 20) * 100), rest=f"<ofd:Pages>{listed}</ofd:Pages>")


def laughing_html():
    return f"{LAUGHS}<html><body>&lol9;".encode()


def deep_html():
    return b"<html><body>" + b"<div>" * 1_000_000 + "深".encode()


def html_of_many_attributes():
    return b"<html><body><p " + b" ".join(b"a%d=1" % n for n in range(200_000)) + ">多".encode()


def workbook_of_giant_merges():
    merges = "".join(f'<mergeCell ref="A{n}:XFD{n + 9_000}"/>' for n in range(1, 100_000, 2))
    return xlsx(sheet('<row r="1"><c r="A1"><v>1</v></c></row>') + f"<mergeCells>{merges}</mergeCells>")


def workbook_whose_sheets_lie_elsewhere():
    targets = ('"http://127.0.0.1:9/s.xml" TargetMode="External"', '"../../../../../etc/passwd"', '"workbook.xml"')
    links = "".join(
        f'<Relationship Id="r{n}" Type="{KIND}/worksheet" Target={target}/>' for n, target in enumerate(targets)
    )
    listed = "".join(f'<sheet name="{n}" sheetId="{n + 1}" r:id="r{n}"/>' for n in range(len(targets)))
    return zipped(
        [
            ("[Content_Types].xml", TYPES),
            ("xl/workbook.xml", f'<workbook {SHEET} xmlns:r="{KIND}"><sheets>{listed}</sheets></workbook>'),
            ("xl/_rels/workbook.xml.rels", f"<Relationships {RELATIONS}>{links}</Relationships>"),
        ]
    )


def docx_that_holds_itself():
    inner = docx(f'<w:p><w:r><w:t>外</w:t></w:r></w:p><w:altChunk xmlns:r="{KIND}" r:id="r1"/>' * 1000)
    link = f'<Relationship Id="r1" Type="{KIND}/aFChunk" Target="document.xml"/>'
    more = ("word/_rels/document.xml.rels", f"<Relationships {RELATIONS}>{link}</Relationships>")
    return zipped([more, ("word/embeddings/a.docx", inner), ("word/document.xml", f"<w:document {WORD}/>")])


ALL = (
    *(workbook_of_giant_merges, workbook_whose_sheets_lie_elsewhere, docx_that_holds_itself),
    *(laughing_docx, docx_that_looks_outside, deep_docx, swollen_docx, docx_of_many_parts),
    *(workbook_of_many_sheets, workbook_with_a_cell_at_the_end, workbook_with_a_cell_beyond_the_end),
    *(workbook_of_many_cells, laughing_workbook, laughing_ofd, ofd_with_endless_steps, ofd_of_many_pages),
    *(ofd_of_one_page_many_times, laughing_html, deep_html, html_of_many_attributes),
)
