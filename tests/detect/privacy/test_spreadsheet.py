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
