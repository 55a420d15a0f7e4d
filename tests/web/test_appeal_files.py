"""Files that units hand in: what they are, what they are called, where they lie."""

from __future__ import annotations

import stat
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from streammon.web.appeals import NAME_LIMIT, Appeals, kinds_of, name_of, safe_name


def zipped(*names: str) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7", "pdf"),
        (b"\xef\xbb\xbf\n%PDF-1.4", "pdf"),
        (b"\xff\xd8\xff\xe0", "jpg"),
        (b"\x89PNG\r\n\x1a\n", "png"),
        (b"GIF89a", "gif"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "webp"),
        (b"\0\0\0\x18ftypheic", "heic"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "doc"),
        (zipped("[Content_Types].xml", "word/document.xml"), "docx"),
        (zipped("xl/workbook.xml"), "xlsx"),
        (zipped("OFD.xml"), "ofd"),
        (zipped("setup.exe"), ""),
        (b"PK\x03\x04 broken", ""),
        (b"MZ", ""),
        (b"<svg onload=alert(1)>", ""),
        (b"", ""),
    ],
)
def test_a_file_is_what_it_holds(data: bytes, kind: str) -> None:
    assert "".join(kinds_of(data)[:1]) == kind


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("情况说明.PDF", "情况说明.pdf"),
        ("..\\..\\windows\\a.pdf", "a.pdf"),
        ("/etc/passwd", "passwd.pdf"),
        ("a.pdf.exe", "a.pdf.pdf"),
        ("\u202efdp.exe", "fdp.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie x.pdf"),
        ("王某13800000000.pdf", "王某138….pdf"),
        ("….pdf", "附件.pdf"),
        ("", "附件.pdf"),
        ("长" * 300 + ".pdf", "长" * NAME_LIMIT + ".pdf"),
    ],
)
def test_a_name_can_be_shown_and_saved(given: str, kept: str) -> None:
    assert safe_name(given, ("pdf",), "附件") == kept


def test_a_file_lies_under_its_digest_and_is_nobody_elses(tmp_path: Path) -> None:
    appeals = Appeals(tmp_path / "appeals")
    first, second = appeals.keep("a.pdf", b"%PDF-1"), appeals.keep("b.pdf", b"%PDF-1")
    (file,) = (tmp_path / "appeals").iterdir()
    assert first.startswith(file.name)
    assert (name_of(first), name_of(second)) == ("a.pdf", "b.pdf")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert appeals.read(second) == b"%PDF-1"


@pytest.mark.parametrize("attachment", ["", "../link.key", "0" * 64 + "-a.pdf", "x" * 64 + "-a.pdf", "0" * 64])
def test_what_was_never_handed_in_is_not_there(tmp_path: Path, attachment: str) -> None:
    (tmp_path / "link.key").write_text("k")
    assert Appeals(tmp_path / "appeals").read(attachment) is None
