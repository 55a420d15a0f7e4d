"""Files made to exhaust, mislead or crash whoever reads them: each gives a document or a reason, within the limits."""

import faulthandler
import gzip
import os
from functools import partial

import pytest
from hostile import bombs, packages, pages
from hypothesis import given
from hypothesis import strategies as st
from ofd_files import ofd, page, words
from rar_files import rar4, rar5

from streammon.extract import MOST_CHARACTERS, Document, Unreadable, archives, read, read_apart
from streammon.extract.limits import apart

BEGINNINGS = (
    *(
        b"PK\x03\x04",
        b"PK\x05\x06",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"%PDF-1.7\n",
        b"{\\rtf1",
        b"Rar!\x1a\x07\x00",
    ),
    *(b"Rar!\x1a\x07\x01\x00", b"7z\xbc\xaf\x27\x1c\0\4", b"\x1f\x8b\x08\0", b"BZh9", b"\xfd7zXZ\0", b"MSCF\0\0\0\0"),
    *(
        b"\x28\xb5\x2f\xfd",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff",
        b"GIF89a",
        b"II*\0",
        b"BM",
        b"RIFF",
        b"<html>",
        b"<?xml",
    ),
    *(b"MIME-Version: 1.0\n", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b""),
)
NAMES = ("a", "a.csv", "a.txt", "a.html", "a.docx", "a.pdf")


def outcome(extract, data, name="a"):
    """What becomes of a file; anything but these two fails the test."""
    try:
        document = extract(data, name=name, media_type="")
    except Unreadable as reason:
        return reason
    assert len(document.text) <= MOST_CHARACTERS
    assert [section.start for section in document.sections] == sorted(section.start for section in document.sections)
    return document


@pytest.fixture(autouse=True)
def _no_stack_traces():
    """Some parsers do crash, in the process that is there for it: pytest need not report on that."""
    faulthandler.disable()


@pytest.mark.parametrize("make", [*bombs.ALL, *packages.ALL, *pages.ALL], ids=lambda make: make.__name__)
def test_no_file_breaks_out_of_its_limits(make):
    result = outcome(read_apart, make(), "a.csv" if make.__name__.startswith("endless") else "a")
    assert str(result)
    assert not os.path.exists("/tmp/streammon-was-here.txt")


def test_what_lies_outside_is_never_read(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("绝密")
    outside = f'<!DOCTYPE a [<!ENTITY x SYSTEM "file://{secret}">]>'
    files = [
        packages.docx("<w:p><w:r><w:t>&x;</w:t></w:r></w:p>", outside),
        packages.xlsx(outside + packages.sheet('<row><c t="inlineStr"><is><t>&x;</t></is></c></row>')),
        ofd(outside + page(words("&x;", 20, 20))[38:]),
        f"{outside}<html><body>&x;".encode(),
        f"{outside}<a>&x;</a>".encode(),
    ]
    assert not [result for result in map(partial(outcome, read), files) if "绝密" in str(result)]


SAMPLES = {
    "pdf": pages.one_page(pages.stream(b"BT /F 12 Tf 50 700 Td (words) Tj ET")),
    "docx": packages.docx("<w:p><w:r><w:t>words</w:t></w:r></w:p>" * 5),
    "xlsx": packages.xlsx(packages.sheet('<row r="1"><c r="A1"><v>1</v></c></row>' * 5)),
    "ofd": ofd(page(words("文字", 20, 20))),
    "zip": bombs.zipped([("a.txt", "文字" * 50), ("b.csv", "1,2")]),
    "rar4": rar4({"a.txt": "文字".encode() * 50}),
    "rar5": rar5({"a.txt": "文字".encode() * 50}),
    "gz": gzip.compress("文字".encode() * 50),
    "tar": bombs.boasting_tar(),
    "rtf": b"{\\rtf1\\ansi\\ansicpg936 {\\b \\'d6\\'d0}\\par}",
    "mail": b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\nwords\n--x--",
    "png": pages.png_of_giant_size(10, 10),
    "gbk": "一段中文，没有别的。".encode("gbk"),
    "utf-16": "一段中文，没有别的。".encode("utf-16"),
}


@pytest.mark.skipif(archives.libarchive is None, reason="libarchive is not installed")
@pytest.mark.parametrize("kind", SAMPLES)
def test_a_file_that_ends_too_early_says_so_or_gives_what_it_has(kind):
    data = SAMPLES[kind]

    def cut_everywhere():
        return [type(outcome(read, data[:end])) for end in range(0, len(data), max(1, len(data) // 200))]

    assert set(apart(cut_everywhere)) <= {Document, Unreadable}


@given(st.sampled_from(BEGINNINGS), st.binary(max_size=400), st.sampled_from(NAMES))
def test_no_bytes_break_the_reader(beginning, rest, name):
    outcome(read, beginning + rest, name)


@given(st.sampled_from(sorted(SAMPLES)), st.data())
def test_no_damage_breaks_the_reader(kind, data):
    sample = bytearray(SAMPLES[kind])
    for place in data.draw(st.lists(st.integers(0, len(sample) - 1), max_size=6)):
        sample[place] = data.draw(st.integers(0, 255))
    outcome(read, bytes(sample))
