"""Charts as pictures, with a Chinese font and without one."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from hand_made import OCTOBER, scaled
from PIL import Image

from streammon.errors import ConfigError
from streammon.report.fonts import Font, find
from streammon.report.layout import Chart, ChartKind
from streammon.report.pictures import key, picture
from streammon.report.series import Drawn, drawn

COMPARE = Chart(chart_id="c", title="发布条数", table="accounts", measure="published")
TREND = Chart(chart_id="t", title="变化", table="accounts", measure="published", kind=ChartKind.TREND, top=2)


def one(chart: Chart) -> Drawn:
    (found,) = drawn([chart], OCTOBER, [scaled(0.5, 9)], {})
    return found


def dark(image: Image.Image, left: int, right: int) -> int:
    """How many dark pixels there are between two columns."""
    return sum(1 for value in image.convert("L").crop((left, 0, right, image.height)).tobytes() if value < 100)


def test_a_comparison_has_the_largest_first_and_tells_namesakes_apart() -> None:
    found = one(COMPARE)
    assert found.names[0] == "眉县教育"
    assert found.names[-2:] == ("眉县反诈中心（视频号）", "眉县反诈中心（微信订阅号）")
    assert found.series[0].values == (77, 74, 65, 40, 13, 6, 5)


def test_a_trend_is_in_the_order_of_time() -> None:
    found = one(TREND)
    assert found.names == ("2023年9月", "2023年10月")
    assert [series.name for series in found.series] == ["全部", "眉县教育", "眉县民政"]
    assert found.series[1].values == (38, 77)


def test_no_trend_without_a_period_before() -> None:
    assert drawn([TREND], OCTOBER, [], {}) == []


def test_a_bar_is_as_long_as_its_number() -> None:
    image = Image.open(BytesIO(picture(one(COMPARE), Font(None)))).convert("RGB")
    blue = (0x1F, 0x4E, 0x79)
    lengths = []
    for position in range(7):
        y = 22 + position * (36 + 22) + 4
        lengths.append(sum(image.getpixel((x, y)) == blue for x in range(image.width)))
    assert lengths == sorted(lengths, reverse=True)
    assert lengths[3] / lengths[0] == pytest.approx(40 / 77, abs=0.01)


@pytest.mark.parametrize("chart", [COMPARE, TREND])
def test_without_a_chinese_font_numbers_stand_for_names(chart: Chart) -> None:
    found = one(chart)
    assert picture(found, Font(None)).startswith(b"\x89PNG")
    assert key(found, Font(None)).startswith("图中编号：1. ")
    assert found.names[0] in key(found, Font(None))


def test_the_key_names_the_lines_of_a_trend() -> None:
    assert key(one(TREND), Font(None)) == "图中编号：1. 2023年9月；2. 2023年10月；A. 全部；B. 眉县教育；C. 眉县民政"


def test_a_machine_without_fonts_has_none(tmp_path: Path) -> None:
    assert find(None, (str(tmp_path),)).name == ""


def test_a_font_file_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "font.ttf").write_bytes(b"no font")
    with pytest.raises(ConfigError, match=r"font\.ttf: font 指定的字体文件"):
        find(tmp_path / "font.ttf")


def test_with_a_chinese_font_the_names_are_drawn() -> None:
    font = find()
    if not font.path:
        pytest.skip("no Chinese font on this machine")
    assert key(one(COMPARE), font) == ""
    named = Image.open(BytesIO(picture(one(COMPARE), font)))
    numbered = Image.open(BytesIO(picture(one(COMPARE), Font(None))))
    assert dark(named, 0, 250) > dark(numbered, 0, 40)
    assert picture(one(COMPARE), font) == picture(one(COMPARE), font)
