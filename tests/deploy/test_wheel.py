"""A wheel is enough: it carries the agents, the topics and the demo site."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    """A folder with the wheel unpacked, as pip lays it down."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    [wheel] = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def run(installed: Path, *arguments: str) -> str:
    environment = os.environ | {"PYTHONPATH": str(installed)}
    command = [sys.executable, *arguments]
    done = subprocess.run(command, cwd=installed.parent, env=environment, check=True, capture_output=True, text=True)
    return done.stdout


def test_what_is_shipped_is_found_inside_the_package(installed):
    code = "from streammon.assembly.folders import shipped; print(*map(shipped, ['agents', 'topics', 'sites/demo']))"
    assert {Path(place).is_relative_to(installed) for place in run(installed, "-c", code).split()} == {True}


def test_the_shipped_agents_and_topics_fit(installed):
    assert "inspections" in run(installed, "-m", "streammon", "topics")


def test_the_shipped_site_is_right(installed):
    assert "201" in run(installed, "-m", "streammon", "check", str(installed / "streammon/_shipped/sites/demo"))
