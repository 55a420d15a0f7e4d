import pytest


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("李四，护照号码：E12345678", ["E12345678"]),
        ("护照EA1234567，", ["EA1234567"]),
        ("护照号Ｇ１２３４５６７８", ["Ｇ１２３４５６７８"]),
        ("公务普通护照PE1234567", ["PE1234567"]),
        ("旧护照141234567", ["141234567"]),
        ("港澳通行证C12345678", ["C12345678"]),
        ("回乡证H1234567800", ["H1234567800"]),
        ("姓名\t护照号\n李四\tE12345678\n王五\tE12345679", ["E12345678", "E12345679"]),
        # look-alikes
        ("型号E12345678", []),  # no word that tells
        ("护照E1234****", []),
        ("护照AE12345678", []),
        ("护照办理咨询电话5545900", []),
        ("护照办理数量：14123456份", []),
    ],
)
def test_passports(leaks, text, numbers):
    assert leaks(text, "passport") == [("open", number) for number in numbers]
