import bz2
import gzip
import io
import lzma
import tarfile
import zipfile

import pytest
from rar_files import rar4, rar5, rar5_with_password

from streammon.extract import Unreadable, archives, nesting, read

needs_libarchive = pytest.mark.skipif(archives.libarchive is None, reason="libarchive is not installed")


def written(data, name="附件"):
    return read(data, name=name, media_type="")


def zipped(files, **options):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return file.getvalue()


def seven_zip(files):
    out = bytearray()

    def write(block):
        out.extend(block)
        return len(block)

    with archives.libarchive.custom_writer(write, "7zip") as archive:
        for name, content in files.items():
            archive.add_file_from_memory(name, len(content), content)
    return bytes(out)


def tar(files):
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return file.getvalue()


FILES = {"名单.csv": "李四,1".encode(), "说明/a.txt": "第二份".encode()}


@pytest.mark.parametrize(
    "pack",
    [
        zipped,
        *(pytest.param(pack, marks=needs_libarchive, id=pack.__name__) for pack in (seven_zip, rar4, rar5, tar)),
        pytest.param(lambda files: gzip.compress(tar(files)), marks=needs_libarchive, id="tar.gz"),
        pytest.param(lambda files: lzma.compress(tar(files)), marks=needs_libarchive, id="tar.xz"),
    ],
)
def test_every_file_of_an_archive_is_a_document_within(pack):
    document = written(pack(FILES))
    assert document.text == "李四\t1\n第二份"
    assert [section.name for section in document.sections] == ["名单.csv 表格", "说明/a.txt 正文"]
    assert document.troubles == ()


@needs_libarchive
@pytest.mark.parametrize(
    ("data", "name", "inner"),
    [
        (gzip.compress("李四,1".encode()), "名单.csv.gz", "名单.csv 表格"),
        (bz2.compress("李四,1".encode()), "名单.CSV.BZ2", "名单.CSV 表格"),
    ],
)
def test_a_packed_file_has_the_name_without_the_last_ending(data, name, inner):
    document = written(data, name)
    assert (document.text, document.sections[0].name) == ("李四\t1", inner)


@pytest.mark.parametrize("codec", ["utf-8", "gbk"])
def test_names_are_read_in_the_code_page_of_whoever_packed_them(codec):
    name = "名单.txt".encode(codec)
    plain = zipped({"x" * len(name): "李四"})
    assert written(plain.replace(b"x" * len(name), name)).sections[0].name == "名单.txt 正文"


@pytest.mark.parametrize("name", ["../../etc/passwd.txt", "/etc/passwd.txt", "C:\\a\\b.txt", "a/../../b.txt"])
def test_a_name_that_leads_elsewhere_is_only_a_name(name):
    assert written(zipped({name: "李四"})).text == "李四"


def test_one_bad_file_does_not_spoil_the_others():
    document = written(zipped({"坏.pdf": b"%PDF-1.7", "好.txt": "李四", "空.txt": "", "x.exe": b"MZ\0\0\1"}))
    assert document.text == "李四"
    assert document.troubles == (
        "坏.pdf：文件损坏或格式不合规范，读不出文字。",
        "空.txt：文件是空的。",
        "x.exe：不认识的文件格式（x.exe），没有读里面的文字。",
    )


def test_a_damaged_file_in_a_zip_is_told():
    data = zipped({"a.txt": "李四" * 100, "b.txt": "王五"})
    damaged = data[:45] + b"\xff\xff\xff" + data[48:]
    document = written(damaged)
    assert (document.text, document.troubles) == ("王五", ("a.txt：文件损坏或格式不合规范，读不出文字。",))


@needs_libarchive
def test_what_comes_before_the_damage_is_kept():
    document = written(rar4(FILES)[:-12])
    assert document.text == "李四\t1"
    assert document.troubles[-1].endswith("文件损坏或格式不合规范，读不出文字。")


@needs_libarchive
@pytest.mark.parametrize("data", [zipped({}), rar5({}), rar5(FILES)[:-60]])
def test_an_archive_without_files_is_unreadable(data):
    with pytest.raises(Unreadable, match="没有文件"):
        written(data)


@needs_libarchive
def test_a_password_is_told():
    flagged = bytearray(zipped({"a.txt": "李四"}))
    flagged[6] |= 1
    flagged[flagged.index(b"PK\1\2") + 8] |= 1
    for data in (bytes(flagged), rar5_with_password(), rar4(FILES, flags=4)):
        with pytest.raises(Unreadable, match="密码"):
            written(data)


@pytest.mark.parametrize("name", ["a.rar", "a.7z"])
def test_without_the_library_the_reason_says_so(monkeypatch, name):
    monkeypatch.setattr(archives, "libarchive", None)
    with pytest.raises(Unreadable, match="libarchive"):
        written(rar5(FILES), name)


def test_archives_in_archives_end_at_some_depth():
    data = zipped({"a.txt": "李四"})
    for _ in range(nesting.MOST_DEPTH - 1):
        data = zipped({"里.zip": data})
    assert written(data).text == "李四"
    with pytest.raises(Unreadable, match="3 层"):
        written(zipped({"外.zip": data}))


def test_only_what_holds_files_can_be_too_deep():
    letter = b"MIME-Version: 1.0\nSubject: deep\nContent-Type: multipart/mixed; boundary=x\n\n--x--\n"
    for _ in range(nesting.MOST_DEPTH):
        letter = zipped({"里": letter})
    assert written(letter).troubles == ()


def test_of_too_many_files_the_first_are_read(monkeypatch):
    monkeypatch.setattr(nesting, "MOST_MEMBERS", 3)
    inner = zipped({"c.txt": "丙", "d.txt": "丁", "e.txt": "戊"})
    document = written(zipped({"a.txt": "甲", "b.zip": inner, "f.txt": "己"}))
    assert document.text == "甲\n丙"
    assert document.troubles == (
        "b.zip：压缩包里超过 3 个文件，后面的没有读。",
        "压缩包里超过 3 个文件，后面的没有读。",
    )


def test_a_bomb_does_not_go_off(monkeypatch):
    monkeypatch.setattr(nesting, "MOST_UNPACKED", 1_000_000)
    document = written(zipped({"a.txt": "甲", "b.txt": b"x" * 2_000_000, "c.txt": "丙"}))
    assert document.text == "甲"
    assert document.troubles == ("b.txt：文件解压后超过 1 MB，拒绝读取。", "文件解压后超过 1 MB，拒绝读取。")


def test_the_text_of_all_files_together_is_limited(monkeypatch):
    monkeypatch.setattr(nesting, "MOST_CHARACTERS", 10)
    document = written(zipped({"a.txt": "甲" * 6, "b.zip": zipped({"c.txt": "丙" * 5}), "d.txt": "丁"}))
    assert document.text == "甲" * 6
    assert len(document.troubles) == 2
