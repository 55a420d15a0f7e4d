"""The text objects of an OFD page and where they stand (GB/T 33190-2016, 11)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from streammon.extract.lines import Piece
from streammon.extract.package import local

_MOST_DEPTH = 8
"""Graphics in graphics in graphics; a file may even put one into itself."""
_MOST_STEPS = 100_000
_SIZE = 3.5
"""Millimetres: the size of a text that does not tell its own."""

Place = tuple[float, float]


def pieces_of(page: Any, resources: Mapping[str, Any], at: Place = (0, 0), depth: int = 0) -> list[Piece]:
    """Return the pieces of text on a page (or in a template, an annotation, a graphic), `at` its upper left corner.

    `resources` holds by ID the graphics that a page refers to.
    """
    pieces: list[Piece] = []
    for element in page.iter("{*}TextObject", "{*}CompositeObject"):
        if local(element) == "TextObject":
            pieces += _pieces(element, at)
            continue
        graphic = resources.get(element.get("ResourceID"))
        if graphic is not None and not isinstance(graphic, str) and depth < _MOST_DEPTH:
            left, top = _corner(element)
            pieces += pieces_of(graphic, resources, (at[0] + left, at[1] + top), depth + 1)
    return pieces


def _pieces(text: Any, at: Place) -> Iterator[Piece]:
    """Yield the codes of a text object; one without a place stands where the one before it does (11.3)."""
    left, top = _corner(text)
    a, b, c, d, e, f = _numbers(text.get("CTM") or "1 0 0 1 0 0")
    size = (_numbers(text.get("Size")) or [_SIZE])[0] * (abs(d) or abs(b) or 1) or _SIZE
    x = y = 0.0
    for code in text.iter("{*}TextCode"):
        x, y = (_numbers(code.get("X")) or [x])[0], (_numbers(code.get("Y")) or [y])[0]
        words = (code.text or "").strip("\r\n")
        start = at[0] + left + a * x + c * y + e
        base = at[1] + top + b * x + d * y + f
        width = _width(code, len(words), size, abs(a) or 1)
        if words:
            yield Piece(start, start + width, base, size, words)


def _width(code: Any, count: int, size: float, stretch: float) -> float:
    """Return how far a code reaches to the right: its steps, and its last character, which is about as wide as high."""
    steps = _steps(code.get("DeltaX"))
    if not steps:
        return size if code.get("DeltaY") else size * count
    return (sum(steps[: count - 1]) + steps[min(count, len(steps)) - 1]) * stretch


def _steps(delta: str | None) -> list[float]:
    """Return the distances between characters; `g 3 5` stands for 5 5 5."""
    words, steps = (delta or "").split(), list[float]()
    while words and len(steps) < _MOST_STEPS:
        word = words.pop(0)
        if word == "g" and len(words) >= 2:
            steps += [float(words[1])] * min(int(words[0]), _MOST_STEPS)
            words = words[2:]
        else:
            steps.append(float(word))
    return steps


def _corner(element: Any) -> Place:
    left, top, *_ = _numbers(element.get("Boundary") or "0 0")
    return left, top


def _numbers(text: str | None) -> list[float]:
    return [float(word) for word in (text or "").split()]
