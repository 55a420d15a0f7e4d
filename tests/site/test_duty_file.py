"""duty.csv and the rungs above the contact in units.csv: who is told, and every mistake with its place."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

import pytest

from streammon.clock import LOCAL
from streammon.errors import ConfigErrors
from streammon.model.unit import Shift, Unit
from streammon.rules import cadence
from streammon.rules.board_checks import board_flaws, summary_flaws
from streammon.site import Checks, Site, Vocabulary, load
from streammon.site.problems import Problems
from streammon.site.registry import UNIT_COLUMNS, UNIT_EXTRAS, units_of
from streammon.site.roster import DUTY_COLUMNS, shifts_of
from streammon.site.tables import read_table

UNITS, CONTACTS = ["u1", "u2"], ["p1", "p2", "p3"]


def shifts(folder: Path, *lines: str) -> tuple[tuple[Shift, ...], list[str]]:
    path, problems = folder / "duty.csv", Problems()
    path.write_text("\n".join(["whose,from,to,contact_id", *lines]), encoding="utf-8")
    found = shifts_of(read_table(path, DUTY_COLUMNS, problems), UNITS, CONTACTS, problems)
    return found, [str(error).replace(f"{folder}/", "") for error in problems.errors]


def local(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=LOCAL)


def test_days_are_whole_and_moments_local(tmp_path: Path) -> None:
    found, complaints = shifts(
        tmp_path,
        "u1,2024-10-01,2024-10-07,p2",
        "u1,2024-10-08 00:00,2024-10-08T12:30,p3",
        "p1,2024-10-01T00:00:00+00:00,9999-12-31,p2",
    )
    assert complaints == []
    week, morning, open_end = found
    assert (week.whose, week.begin, week.contact_id) == ("u1", local(2024, 10, 1), "p2")
    assert local(2024, 10, 7, 23, 59, 59) < week.end <= local(2024, 10, 8)
    assert (morning.begin, morning.end) == (local(2024, 10, 8), local(2024, 10, 8, 12, 30))
    assert open_end.begin == local(2024, 10, 1, 8)


@pytest.mark.parametrize(
    ("line", "column", "words"),
    [
        ("u3,2024-10-01,2024-10-07,p2", "whose", ("“u3”", "u1")),
        ("u1,2024-10-01,2024-10-07,p9", "contact_id", ("“p9”", "contacts.csv")),
        ("p1,2024-10-01,2024-10-07,p1", "contact_id", ("自己",)),
        ("u1,10月1日,2024-10-07,p2", "from", ("“10月1日”", "2024-10-01 18:00")),
        ("u1,2024-10-01,2024-10-32,p2", "to", ("“2024-10-32”",)),
        ("u1,2024-10-07,2024-10-01,p2", "to", ("早于",)),
        ("u2,2024-10-07,2024-10-08,p2", "from", ("“u2”", "错开")),
    ],
)
def test_a_mistake_is_named_with_its_place(tmp_path: Path, line: str, column: str, words: tuple[str, ...]) -> None:
    _, (complaint,) = shifts(tmp_path, "u2,2024-10-08,2024-10-08,p1", line)
    assert complaint.startswith(f"duty.csv，第 3 行，“{column}”列")
    assert all(word in complaint for word in words), complaint


def test_an_id_that_is_a_unit_and_a_contact_is_refused(tmp_path: Path) -> None:
    path, problems = tmp_path / "duty.csv", Problems()
    path.write_text("whose,from,to,contact_id\nx,2024-10-01,2024-10-02,p1\n", encoding="utf-8")
    shifts_of(read_table(path, DUTY_COLUMNS, problems), ["x"], ["x", "p1"], problems)
    (error,) = problems.errors
    assert "分不清" in str(error)


def units(folder: Path, header: str, line: str) -> tuple[dict[str, Unit], list[str]]:
    path, problems = folder / "units.csv", Problems()
    path.write_text(f"unit_id,name,contact_id{header}\nu1,齐镇,p1{line}\n", encoding="utf-8")
    found = units_of(read_table(path, UNIT_COLUMNS, problems, UNIT_EXTRAS), CONTACTS, problems)
    return found, [str(error).replace(f"{folder}/", "") for error in problems.errors]


@pytest.mark.parametrize(
    ("header", "line", "rungs"),
    [
        ("", "", ("", "", "")),
        (",deputy,head,supervisor", ",p2,p3,p1", ("p2", "p3", "p1")),
        (",supervisor,group", ",p3,乡镇", ("", "", "p3")),
        (",deputy,head,supervisor", ",,p3,", ("", "p3", "")),
    ],
)
def test_the_rungs_above_the_contact_may_be_left_out(
    tmp_path: Path, header: str, line: str, rungs: tuple[str, str, str]
) -> None:
    found, complaints = units(tmp_path, header, line)
    assert complaints == []
    assert (found["u1"].deputy, found["u1"].head, found["u1"].supervisor) == rungs


@pytest.mark.parametrize("column", ["deputy", "head", "supervisor"])
def test_who_stands_on_a_rung_must_be_known(tmp_path: Path, column: str) -> None:
    _, (complaint,) = units(tmp_path, f",{column}", ",p8")
    assert complaint.startswith(f"units.csv，第 2 行，“{column}”列")
    assert "“p8”" in complaint
    assert "contacts.csv" in complaint


def test_a_misspelt_rung_is_named(tmp_path: Path) -> None:
    _, (complaint,) = units(tmp_path, ",depty", ",p2")
    assert "“depty”" in complaint
    assert "“deputy”" in complaint


# -- in a whole folder ------------------------------------------------------------------------------------------------

DEMO = Path(__file__).parents[2] / "sites" / "demo"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(DEMO, tmp_path / "site")


def loaded(folder: Path) -> Site:
    return load(folder, Vocabulary(cadence.parse, Checks(board_flaws, summary_flaws)))


def complaints(folder: Path) -> list[str]:
    with pytest.raises(ConfigErrors) as caught:
        loaded(folder)
    return [str(error).replace(f"{folder}/", "") for error in caught.value.errors]


def test_a_folder_need_not_have_a_roster(folder: Path) -> None:
    assert loaded(folder).shifts == ()


def test_the_roster_of_a_folder_is_read_and_checked(folder: Path) -> None:
    path = folder / "duty.csv"
    path.write_text("whose,from,to,contact_id\nu01,2023-10-01,2023-10-07,p02\n", encoding="utf-8")
    (shift,) = loaded(folder).shifts
    assert (shift.whose, shift.contact_id) == ("u01", "p02")
    path.write_text("whose,from,to,contact_id\nu01,2023-10-01,2023-10-07,p99\n", encoding="utf-8")
    (complaint,) = complaints(folder)
    assert complaint.startswith("duty.csv，第 2 行，“contact_id”列")


def test_the_hours_between_two_rechecks_are_no_rule_any_more(folder: Path) -> None:
    path = folder / "rules.toml"
    text = path.read_text(encoding="utf-8").replace("remind   = 1", "remind   = 1\nrecheck_hours = 24")
    path.write_text(text, encoding="utf-8")
    (complaint,) = complaints(folder)
    assert complaint.startswith("rules.toml，第 17 行，“windows.recheck_hours”")
    assert "没有“recheck_hours”这一项" in complaint


@pytest.mark.parametrize("days", [0, -1])
def test_a_look_back_is_some_days_later(folder: Path, days: int) -> None:
    path = folder / "rules.toml"
    text = path.read_text(encoding="utf-8").replace("remind   = 1", f"remind   = 1\nlookback_days = {days}")
    path.write_text(text, encoding="utf-8")
    (complaint,) = complaints(folder)
    assert "“windows.lookback_days”" in complaint
    assert "大于 0" in complaint


def test_an_office_opens_before_it_closes(folder: Path) -> None:
    path = folder / "rules.toml"
    text = path.read_text(encoding="utf-8").replace("remind   = 1", "remind   = 1\nopens = 18:30:00")
    path.write_text(text, encoding="utf-8")
    (complaint,) = complaints(folder)
    assert complaint.startswith("rules.toml，第 17 行，“windows.opens”")
