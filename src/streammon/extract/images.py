"""Images: the text in them, where the extra `streammon[ocr]` is installed."""

from __future__ import annotations

import importlib.util
import io
import math
from collections.abc import Iterable
from functools import cache
from typing import Any

from streammon.extract.document import Document, Writer
from streammon.extract.nesting import MOST_PICTURES, Nesting
from streammon.extract.unreadable import Unreadable
from streammon.words import say

_SCALE = 2
"""Pixels per point (1/72 inch) at which a page is looked at."""
MOST_PIXELS = 50_000_000
_UNSURE = 0.3
"""What is less likely than this (0 to 1) to be the text is left out."""


@cache
def can_recognise() -> bool:
    """Return True if text recognition is installed."""
    return importlib.util.find_spec("rapidocr") is not None


def read(data: bytes, nesting: Nesting) -> Document:
    """Return the text in an image, each page of a TIFF file a section.

    Raises Unreadable without text recognition, for giant images, and for more images than one file may have.
    """
    if not can_recognise():
        raise Unreadable(say("extract.unreadable.image"))
    from PIL import Image, ImageSequence  # noqa: PLC0415 - comes with the extra

    writer = Writer()
    try:
        with Image.open(io.BytesIO(data)) as image:
            _read(ImageSequence.Iterator(image), writer, nesting)
    except Image.DecompressionBombError as error:
        raise _giant() from error
    return writer.document()


def _read(frames: Iterable[Any], writer: Writer, nesting: Nesting) -> None:
    for number, frame in enumerate(frames, 1):
        if not nesting.may_recognise():
            writer.trouble(say("extract.unreadable.images", limit=MOST_PICTURES))
            return
        if lines := recognised(frame):
            writer.section(say("extract.section.image", number=number))
            writer.line("\n".join(lines))


def scale_of(width: float, height: float) -> float:
    """Return at how many pixels per point a page is looked at, its size being in points."""
    return min(_SCALE, math.sqrt(MOST_PIXELS / max(1, width * height)) * 0.99)


def recognised(image: Any) -> list[str]:
    """Return the lines of text in a Pillow image, unsure ones too. Raises Unreadable if it is a giant."""
    if image.width * image.height > MOST_PIXELS:
        raise _giant()
    return list(_engine()(image.convert("RGB")).txts or ())


def _giant() -> Unreadable:
    return Unreadable(say("extract.unreadable.pixels", limit=MOST_PIXELS // 10_000))


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR  # noqa: PLC0415 - takes seconds to import, and is an extra

    return RapidOCR(params={"Global.text_score": _UNSURE, "Global.log_level": "error"})
