"""OFD files (GB/T 33190-2016), written part by part."""

import zipfile
from io import BytesIO

NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def xml(tag, inner, **attributes):
    said = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f'<?xml version="1.0" encoding="UTF-8"?><ofd:{tag} {NAMESPACE}{said}>{inner}</ofd:{tag}>'


def words(text, x, y, *, size=4, code_x=0, delta="", ctm=""):
    """A text object whose first baseline begins `code_x` from its left edge."""
    steps = f' DeltaX="{delta or f"g {max(len(text) - 1, 1)} {size}"}"'
    turned = f' CTM="{ctm}"' if ctm else ""
    return (
        f'<ofd:TextObject ID="1" Font="1" Size="{size}" Boundary="{x} {y} {size * len(text)} {size}"{turned}>'
        f'<ofd:TextCode X="{code_x}" Y="{size}"{steps}>{text}</ofd:TextCode></ofd:TextObject>'
    )


def image(resource):
    return f'<ofd:ImageObject ID="9" ResourceID="{resource}" Boundary="0 0 210 297" CTM="210 0 0 297 0 0"/>'


def page(content, template=""):
    used = f'<ofd:Template TemplateID="{template}" ZOrder="Background"/>' if template else ""
    return xml("Page", f'{used}<ofd:Content><ofd:Layer ID="2">{content}</ofd:Layer></ofd:Content>')


def ofd(*pages, common="", rest="", info="", parts=None):
    """A file of `pages`; `common` and `rest` go into its Document.xml, `parts` (by name) lie beside it."""
    listed = "".join(f'<ofd:Page ID="{100 + n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
    body = f"<ofd:CommonData>{common}</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages>{rest}"
    files = {
        "OFD.xml": xml(
            "OFD",
            f"<ofd:DocBody><ofd:DocInfo>{info}</ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>",
            Version="1.0",
            DocType="OFD",
        ),
        "Doc_0/Document.xml": xml("Document", body),
        **{f"Doc_0/Pages/Page_{n}/Content.xml": content for n, content in enumerate(pages)},
        **{f"Doc_0/{name}": content for name, content in (parts or {}).items()},
    }
    return packed(files)


def packed(files):
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return file.getvalue()
