"""RAR 5.0 and RAR 4 archives with stored files, written header by header (RARLAB's technical note)."""

import struct
import zlib

RAR5 = b"Rar!\x1a\x07\x01\x00"
RAR4 = b"Rar!\x1a\x07\x00"


def _vint(number):
    out = b""
    while number > 0x7F:
        out += bytes([number & 0x7F | 0x80])
        number >>= 7
    return out + bytes([number])


def _block(kind, flags, fields, data=b""):
    header = _vint(kind) + _vint(flags) + (_vint(len(data)) if flags & 2 else b"") + fields
    header = _vint(len(header)) + header
    return struct.pack("<L", zlib.crc32(header)) + header + data


def rar5(files):
    out = RAR5 + _block(1, 0, _vint(0))
    for name, data in files.items():
        fields = _vint(4) + _vint(len(data)) + _vint(0o100644) + struct.pack("<L", zlib.crc32(data)) + _vint(0)
        fields += _vint(1) + _vint(len(name.encode())) + name.encode()
        out += _block(2, 2, fields, data)
    return out + _block(5, 0, _vint(0))


def rar5_with_password():
    """An archive whose very headers are encrypted."""
    return RAR5 + _block(4, 0, _vint(0) + _vint(0) + bytes([15]) + bytes(16)) + bytes(100)


def rar4(files, flags=0):
    out = RAR4 + _old_block(0x73, 0, bytes(6))
    for name, data in files.items():
        raw = name.encode("gb18030")
        fields = struct.pack(
            "<LLBLLBBHL", len(data), len(data), 2, zlib.crc32(data), 0x5A215A21, 20, 0x30, len(raw), 0x20
        )
        out += _old_block(0x74, 0x8000 | flags, fields + raw) + data
    return out + _old_block(0x7B, 0x4000, b"")


def _old_block(kind, flags, fields):
    rest = struct.pack("<BHH", kind, flags, 7 + len(fields)) + fields
    return struct.pack("<H", zlib.crc32(rest) & 0xFFFF) + rest
