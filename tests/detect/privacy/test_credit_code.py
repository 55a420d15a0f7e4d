import pytest

from streammon.detect.privacy.credit_code import is_credit_code


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("91350100M000100Y43", True),  # the example of GB 32100-2015
        ("91350100M000100Y44", False),
        ("91990100M000100Y43", False),  # no such place
        ("98350100M000100Y43", False),  # no such kind
        ("91350100M000100I43", False),  # no such letter
        ("91350100M000100Y4", False),
        ("610326190502030028", False),
    ],
)
def test_credit_codes(code, expected):
    assert is_credit_code(code) is expected
