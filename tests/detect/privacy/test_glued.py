import pytest

ID, MOBILE, CARD = "610326190502030028", "15900004961", "6217780000004123998"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"李四{ID}{MOBILE}", (1, 1, 0)),
        (f"李四{MOBILE}{ID}", (1, 1, 0)),
        (f"李四{ID}{CARD}", (1, 0, 1)),
        (f"李四{CARD}{ID}，", (1, 0, 1)),
        (f"李四61032619050203001X{MOBILE}", (1, 1, 0)),
        (f"{ID[:-1]}9{MOBILE}", (0, 0, 0)),  # its check digit is wrong: a long number of something
        (f"{ID}{'2' * 11}", (0, 0, 0)),
        (f"{ID}{CARD[:-1]}7", (0, 0, 0)),
    ],
)
def test_two_cells_that_lost_the_space_between(leaks, text, found):
    assert tuple(len(leaks(text, rule)) for rule in ("resident-id", "mobile", "bank-card")) == found
