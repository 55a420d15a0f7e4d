"""Charts as PNG pictures for the circular."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from streammon.report.fonts import Font
from streammon.report.layout import ChartKind
from streammon.report.rounding import printed
from streammon.report.series import Drawn, Series
from streammon.words import say

WIDTH, SIZE, BAR, GAP = 1560, 34, 36, 22
"""In pixels: the picture is as wide as the type area at 10 pixels a millimetre; the size of letters; a bar."""
HEIGHT = 800
INK, FAINT = "#262626", "#d0d0d0"
COLOURS = ("#1f4e79", "#c00000", "#548235", "#bf8f00", "#7030a0", "#0097a7")
LABEL = 520
"""The widest that a name may be."""


def picture(drawn: Drawn, font: Font) -> bytes:
    """Return the chart as a PNG. Without a Chinese font it says numbers for names; see `key`."""
    names = drawn.names if font.path else tuple(str(number) for number in range(1, len(drawn.names) + 1))
    draw = _bars if drawn.chart.kind is ChartKind.COMPARE else _trend
    image = draw(drawn, names, font)
    target = BytesIO()
    image.save(target, "PNG", optimize=True)
    return target.getvalue()


def key(drawn: Drawn, font: Font) -> str:
    """Return what stands below the picture where the names can't stand in it; empty where they can."""
    if font.path:
        return ""
    names = [f"{number}. {name}" for number, name in enumerate(drawn.names, 1)]
    names += [f"{chr(ord('A') + number)}. {series.name}" for number, series in enumerate(drawn.series)][
        : 0 if len(drawn.series) == 1 else None
    ]
    return say("report.chart.key", names="；".join(names))


def _bars(drawn: Drawn, names: tuple[str, ...], font: Font) -> Image.Image:
    """Draw horizontal bars: long names stand upright beside them."""
    values = [value or 0.0 for value in drawn.series[0].values]
    letters = font.at(SIZE)
    image = Image.new("RGB", (WIDTH, GAP * 2 + (BAR + GAP) * len(values)), "white")
    pen = ImageDraw.Draw(image)
    names = tuple(_fitting(name, letters) for name in names)
    left = int(max((letters.getlength(name) for name in names), default=0)) + 30
    room = WIDTH - left - 150
    largest = max([*values, 0.0]) or 1.0
    for position, (name, value) in enumerate(zip(names, values, strict=True)):
        top = GAP + position * (BAR + GAP)
        middle = top + BAR // 2
        end = left + max(int(room * max(value, 0.0) / largest), 2)
        pen.text((left - 14, middle), name, INK, letters, anchor="rm")
        pen.rectangle((left, top, end, top + BAR), COLOURS[0])
        pen.text((end + 12, middle), _said(value, drawn), INK, letters, anchor="lm")
    pen.line((left, GAP // 2, left, image.height - GAP // 2), INK, 2)
    return image


def _fitting(name: str, letters: ImageFont.FreeTypeFont | ImageFont.ImageFont) -> str:
    """Return a name that is no wider than LABEL: its end gives way."""
    if letters.getlength(name) <= LABEL:
        return name
    while letters.getlength(name + "…") > LABEL:
        name = name[:-1]
    return name + "…"


def _trend(drawn: Drawn, names: tuple[str, ...], font: Font) -> Image.Image:
    letters = font.at(SIZE)
    legend = [series.name if font.path else chr(ord("A") + number) for number, series in enumerate(drawn.series)]
    columns = 2
    below = 70 + -(-len(legend) // columns) * (SIZE + 16)
    image = Image.new("RGB", (WIDTH, HEIGHT + below), "white")
    pen = ImageDraw.Draw(image)
    box = (150, 40, WIDTH - 60, HEIGHT - 60)
    largest = max([value for series in drawn.series for value in series.values if value is not None], default=0.0)
    _axes(pen, box, largest or 1.0, names, letters, drawn)
    for number, series in enumerate(drawn.series):
        _line(pen, box, largest or 1.0, series, COLOURS[number % len(COLOURS)])
        x = 150 + (number % columns) * (WIDTH - 200) // columns
        y = HEIGHT + 30 + number // columns * (SIZE + 16)
        pen.rectangle((x, y + SIZE // 2 - 5, x + 50, y + SIZE // 2 + 5), COLOURS[number % len(COLOURS)])
        pen.text((x + 66, y + SIZE // 2), _fitting(legend[number], letters), INK, letters, anchor="lm")
    return image


def _axes(
    pen: ImageDraw.ImageDraw,
    box: tuple[int, int, int, int],
    largest: float,
    names: tuple[str, ...],
    letters: ImageFont.FreeTypeFont | ImageFont.ImageFont,
    drawn: Drawn,
) -> None:
    left, top, right, bottom = box
    for step in range(5):
        y = bottom - (bottom - top) * step // 4
        pen.line((left, y, right, y), INK if step == 0 else FAINT, 2)
        pen.text((left - 14, y), _said(largest * step / 4, drawn), INK, letters, anchor="rm")
    for position, name in enumerate(names):
        x = _across(box, position, len(names))
        pen.text((x, bottom + 16), name, INK, letters, anchor="ma")


def _line(
    pen: ImageDraw.ImageDraw, box: tuple[int, int, int, int], largest: float, series: Series, colour: str
) -> None:
    """Draw one series; it breaks where there is no value."""
    before: tuple[int, int] | None = None
    for position, value in enumerate(series.values):
        if value is None:
            before = None
            continue
        here = (_across(box, position, len(series.values)), int(box[3] - (box[3] - box[1]) * value / largest))
        if before:
            pen.line((*before, *here), colour, 5)
        pen.ellipse((here[0] - 8, here[1] - 8, here[0] + 8, here[1] + 8), colour)
        before = here


def _across(box: tuple[int, int, int, int], position: int, count: int) -> int:
    return box[0] + int((box[2] - box[0]) * (position + 0.5) / count)


def _said(value: float, drawn: Drawn) -> str:
    whole = value == int(value)
    return printed(int(value) if whole else value, 1, drawn.chart.suffix)
