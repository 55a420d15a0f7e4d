"""site.toml, [reach]: when a host counts as down, and how our own line is told from it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from streammon.errors import ConfigErrors
from streammon.model.fetching import Reaching
from streammon.rules import cadence
from streammon.rules.board_checks import board_flaws, summary_flaws
from streammon.site import Checks, Site, Vocabulary, load

DEMO = Path(__file__).parents[2] / "sites" / "demo"
VOCABULARY = Vocabulary(cadence.parse, Checks(board_flaws, summary_flaws))


@pytest.fixture
def site_with(tmp_path: Path) -> Callable[[str], Site]:
    """Load the demo's site with lines of its own in the section."""

    def site_with(lines: str) -> Site:
        folder = shutil.copytree(DEMO, tmp_path / "site")
        file = folder / "site.toml"
        file.write_text(file.read_text(encoding="utf-8") + f"\n[reach]\n{lines}\n", encoding="utf-8")
        return load(folder, VOCABULARY)

    return site_with


def test_it_is_read(site_with: Callable[[str], Site]) -> None:
    site = site_with('references = ["https://www.gov.cn/", "http://dns.test:8080/x"]\ntries = 4')
    assert site.reach == Reaching(references=("https://www.gov.cn/", "http://dns.test:8080/x"), tries=4, minutes=5)


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ('references = ["ftp://10.0.0.1/"]', "ftp://10.0.0.1/"),
        ('references = ["https://www.gov.cn/", "www.gov.cn"]', "“www.gov.cn”"),
        ("tries = 0", "reach.tries"),
        ("minutes = 0", "reach.minutes"),
        ('reference = "http://a.test/"', "reference"),
    ],
)
def test_a_mistake_is_named_with_its_line(site_with: Callable[[str], Site], line: str, named: str) -> None:
    with pytest.raises(ConfigErrors) as refused:
        site_with(line)
    last = len((DEMO / "site.toml").read_text(encoding="utf-8").splitlines()) + 3
    assert "site.toml" in str(refused.value)
    assert f"{last} " in str(refused.value)
    assert named in str(refused.value)
