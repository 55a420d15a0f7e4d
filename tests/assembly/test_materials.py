"""What a site says of its pages reaches whoever judges them."""

import pickle
import shutil
from datetime import date
from pathlib import Path

import pytest

from streammon.assembly.options import Options
from streammon.assembly.sites import materials, read_site
from streammon.errors import ConfigErrors

DEMO = Path(__file__).parents[2] / "sites" / "demo"


@pytest.fixture
def options(tmp_path):
    shutil.copytree(DEMO, tmp_path / "site")
    return Options(site=tmp_path / "site", data=tmp_path / "data")


def say_of_pages(options, text):
    file = options.site / "site.toml"
    file.write_text(f"{file.read_text('utf-8')}\n[pages]\n{text}\n", "utf-8")


def test_pages_are_judged_by_what_the_site_says(options):
    say_of_pages(options, 'site_code = "6103260001"\nlate_days = 10\nallowed_hosts = ["partner.example"]')
    (options.site / "holidays.csv").write_text("date,worked,name\n2023-10-09,false,本县\n", "utf-8")
    pages = pickle.loads(pickle.dumps(materials(read_site(options)))).pages  # it goes to another process
    assert (pages.rules.site_code, pages.rules.late_days, pages.rules.allowed_hosts) == (
        "6103260001",
        10,
        ("partner.example",),
    )
    assert [pages.is_working(date(2023, 10, day)) for day in (7, 9, 10)] == [True, False, True]


@pytest.mark.parametrize(
    ("text", "key"),
    [("late_days = 0", "pages.late_days"), ("late = 1", "pages.late"), ("site_code = 6", "pages.site_code")],
)
def test_a_mistake_in_it_is_named(options, text, key):
    say_of_pages(options, text)
    with pytest.raises(ConfigErrors, match=f"“{key}”"):
        read_site(options)
