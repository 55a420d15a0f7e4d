"""What the tests of office files share: the files, and how a document reads section by section."""

import gzip
import zipfile
from io import BytesIO
from pathlib import Path

from streammon.extract import office

FILES = Path(__file__).parent / "files"


def parts(document):
    """Return (name, line, hidden, text) of every section."""
    ends = [*(section.start for section in document.sections[1:]), len(document.text) + 1][: len(document.sections)]
    return [
        (section.name, section.line, section.hidden, document.text[section.start : end - 1])
        for section, end in zip(document.sections, ends, strict=True)
    ]


def read(data):
    return parts(office.read(data))


def archive(contents):
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in contents.items():
            target.writestr(name, data)
    return file.getvalue()


def contents(data):
    with zipfile.ZipFile(BytesIO(data)) as source:
        return {name: source.read(name) for name in source.namelist()}


def changed(data, **new):
    """Return a package with parts replaced; in their names `__` stands for a slash and `_xml` for `.xml`."""
    renamed = {
        name.replace("__", "/").replace("_xml", ".xml") if "/" not in name else name: part for name, part in new.items()
    }
    return archive(contents(data) | renamed)


def saved(document):
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def stored(name):
    """Return the bytes of one of the files; slides.ppt is kept packed, for LibreOffice puts a large picture into it."""
    packed = FILES / f"{name}.gz"
    return gzip.decompress(packed.read_bytes()) if packed.exists() else (FILES / name).read_bytes()
