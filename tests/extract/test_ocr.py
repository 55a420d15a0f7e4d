"""Text in images. What needs the extra `ocr` is skipped without it."""

import io
import struct
import zlib

import pytest

try:
    from PIL import Image, ImageDraw, ImageFont
except ImportError:  # comes with the extra
    Image = None

from streammon.extract import Unreadable, images, nesting, read

needs_ocr = pytest.mark.skipif(not images.can_recognise(), reason="the extra `ocr` is not installed")


def png(width, height, data=b""):
    """A PNG file that says it is so large, in shades of grey."""

    def chunk(kind, content):
        return struct.pack(">L", len(content)) + kind + content + struct.pack(">L", zlib.crc32(kind + content))

    header = chunk(b"IHDR", struct.pack(">LLBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b"")


def written(data):
    return read(data, name="a.png", media_type="image/png")


def picture(kind="PNG"):
    """An image with a number on it, drawn with the font that Pillow brings along."""
    image = Image.new("RGB", (900, 120), "white")
    ImageDraw.Draw(image).text((40, 30), "ID 610326190502030028", font=ImageFont.load_default(48), fill="black")
    file = io.BytesIO()
    image.save(file, kind)
    return file.getvalue()


@pytest.mark.parametrize("data", [png(1, 1, b"\0\0"), b"\xff\xd8\xff\xe0", b"GIF89a", b"RIFF\0\0\0\0WEBP", b"II*\0"])
def test_without_recognition_the_reason_says_so(monkeypatch, data):
    monkeypatch.setattr(images, "can_recognise", lambda: False)
    with pytest.raises(Unreadable, match="没有安装文字识别"):
        written(data)


@needs_ocr
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "BMP", "TIFF", "GIF", "WEBP", "PDF"])
def test_the_text_in_an_image_is_read(kind):
    document = written(picture(kind))
    assert "610326190502030028" in document.text.replace(" ", "")
    assert [section.name for section in document.sections] == ["第1页（识别）" if kind == "PDF" else "图片1（识别）"]


@needs_ocr
def test_a_giant_is_refused_before_it_is_unpacked():
    with pytest.raises(Unreadable, match="万像素"):
        written(png(60_000, 60_000))


@needs_ocr
def test_of_too_many_images_the_first_are_read(monkeypatch):
    monkeypatch.setattr(nesting, "MOST_PICTURES", 0)
    with pytest.raises(Unreadable, match="只识别了前"):
        written(picture())


@needs_ocr
def test_a_broken_image_is_unreadable():
    with pytest.raises(Unreadable, match="损坏"):
        written(picture()[:100])
