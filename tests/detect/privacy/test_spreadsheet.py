import pytest


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("6.10326190502E+17", [("rounded", "6.10326190502E+17")]),
        ("6.103261905021E+17", [("rounded", "6.103261905021E+17")]),  # half a day of birth is none
        ("李四\t6.1032619050203e+17\t500", [("weak", "6.1032619050203e+17")]),  # with the date of birth
        ("李四\t610326190502030000\t500", [("weak", "610326190502030000")]),
        ("李四\t610326190502030080.0\t500", [("weak", "610326190502030080.0")]),
        ("李四\t610326190502030028.0\t500", [("open", "610326190502030028")]),  # nothing was rounded away
        ("6.10326E+17", []),  # a county's numbers, nobody's
        ("6.113991905020E+17", []),  # no such county
        ("6.10326190502E+18", []),
        ("总额610326190502030080.52", []),
    ],
)
def test_what_spreadsheets_leave_of_identity_numbers(leaks, text, found):
    assert leaks(text, "resident-id") == found


@pytest.mark.parametrize(
    ("rule", "text", "count"),
    [
        ("resident-id", "姓名\t身份证号\n李四\t6.10E+17\n王五\t6.10326E+14", 2),
        ("resident-id", "区划\t身份证号\n眉县\t6.10E+17", 0),  # nobody's name
        ("resident-id", "姓名\t金额\n李四\t6.10E+17", 0),
        ("bank-card", "姓名\t银行卡号\n李四\t6.21778E+18", 1),
        ("bank-card", "姓名\t银行卡号\n李四\t6.21778E+12", 0),
        ("mobile", "姓名\t手机号\n李四\t1.5900004961E+10\n王五\t1.59E+10", 2),
        ("mobile", "姓名\t手机号\n李四\t1.2E+10", 0),
    ],
)
def test_what_spreadsheets_show_of_a_column_of_numbers(leaks, rule, text, count):
    assert [level for level, _ in leaks(text, rule)] == ["rounded"] * count
