import pytest


@pytest.mark.parametrize(
    ("text", "plates"),
    [
        ("车主李四，陕C12345", [("open", "陕C12345")]),
        ("当事人李四驾驶陕C·A123B", [("open", "陕C·A123B")]),
        ("姓名\t车牌号\n李四\t陕CD12345", [("open", "陕CD12345")]),
        ("粤Z1234港", [("contact", "粤Z1234港")]),
        ("执法车陕C1234警", [("contact", "陕C1234警")]),
        # look-alikes
        ("陕B2-20190001", []),
        ("沪ABCDEF", []),
        ("陕C1234****", []),
        ("陕C123456789", []),
    ],
)
def test_plates(leaks, text, plates):
    assert leaks(text, "licence-plate") == plates
