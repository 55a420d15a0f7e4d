"""The lock files: everything pinned by hash, nothing said about where it comes from, all three of one mind."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = ("requirements.lock", "requirements-bench.lock", "deploy/requirements.lock")


def pins(lock: str) -> dict[str, str]:
    """Package to version."""
    return dict(re.findall(r"^([\w.-]+)==([^ ;]+)", (ROOT / lock).read_text(), re.MULTILINE))


def names(requirements: list[str]) -> set[str]:
    return {re.match(r"[\w.-]+", requirement)[0].lower() for requirement in requirements}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_has_a_hash(lock: str) -> None:
    entries = re.split(r"\n(?=\S)", (ROOT / lock).read_text().strip())
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_no_download_address(lock: str) -> None:
    assert re.findall(r"https?://|--index-url|--find-links", (ROOT / lock).read_text()) == []


def test_locks_hold_what_pyproject_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    assert names(project["dependencies"]) <= pins("deploy/requirements.lock").keys()
    assert names(extras["dev"]) <= pins("requirements.lock").keys()
    assert names(extras["bench"]) <= pins("requirements-bench.lock").keys()


def test_what_is_deployed_and_measured_is_what_is_tested() -> None:
    deployed, tested, measured = (pins(lock) for lock in ("deploy/requirements.lock", "requirements.lock", LOCKS[1]))
    assert deployed.items() <= tested.items() <= measured.items()
