"""Tables as they were printed."""

import pytest

from streammon.errors import ConfigError
from streammon.replay.printed import Cases


@pytest.fixture
def site(tmp_path):
    folder = tmp_path / "sites" / "county"
    (folder / "printed").mkdir(parents=True)
    (folder / "printed" / "units.csv").write_text("no,unit,count\n1,县政府办,3\n2,,/\n", encoding="utf-8")
    return folder


def test_a_cell_that_repeats_the_one_above_is_filled(site):
    rows = Cases(site).rows("units.csv", ("unit",))
    assert [(row["unit"], row.count("count")) for row in rows] == [("县政府办", 3), ("县政府办", 0)]


def test_tables_of_a_folder_named_like_the_site_go_before_those_of_the_site(site, tmp_path):
    (tmp_path / "cases" / "county").mkdir(parents=True)
    (tmp_path / "cases" / "county" / "units.csv").write_text("unit,count\n县财政局,1\n", encoding="utf-8")
    assert [row["unit"] for row in Cases(site, tmp_path / "cases").rows("units.csv")] == ["县财政局"]
    assert [row["unit"] for row in Cases(site, tmp_path).rows("units.csv")] == ["县政府办", ""]


def test_a_folder_with_none_of_the_tables_is_refused(site, tmp_path):
    with pytest.raises(ConfigError, match=r"units\.csv"):
        Cases(site, tmp_path).refuse_others(["units.csv"])
    Cases(site).refuse_others(["units.csv"])


def test_a_column_or_a_table_that_is_not_there_is_named_with_those_that_are(site):
    with pytest.raises(ConfigError, match=r"units\.csv:1.*总数.*no、unit、count"):
        Cases(site).rows("units.csv")[0]["总数"]
    with pytest.raises(ConfigError, match=r"accounts\.csv.*printed"):
        Cases(site).rows("accounts.csv")


def test_without_a_list_nothing_is_inconsistent(site):
    assert Cases(site).inconsistencies() == []
