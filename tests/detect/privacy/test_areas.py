import pytest

from streammon.detect.privacy.areas import FILE, is_area


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("610326", True),  # 眉县
        ("110105", True),
        ("510202", True),  # 重庆市市中区, until 1997
        ("310103", True),  # 卢湾区, until 2011
        ("659010", True),  # 北屯 is 659005; 胡杨河 came in 2019
        ("810000", True),
        ("611399", False),
        ("990326", False),
        ("610000", False),  # a whole province is nobody's place
    ],
)
def test_areas(code, expected):
    assert is_area(code) is expected


def test_the_file_is_in_order_and_tells_nothing_twice():
    lines = [line for line in FILE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    codes = [prefix + rest for prefix, *counties in map(str.split, lines) for rest in counties]
    assert codes == sorted(set(codes))
    assert all(len(code) == 6 and code.isdigit() for code in codes)
