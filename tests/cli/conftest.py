"""A small site that visits nobody: its one source is on a port where nothing listens."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from command import DEMO


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site folder with three sources, which may be changed."""
    folder = tmp_path / "site"
    shutil.copytree(DEMO, folder, ignore=shutil.ignore_patterns("october", "expected"))
    text = (folder / "site.toml").read_text(encoding="utf-8")
    (folder / "site.toml").write_text(text.replace("http://127.0.0.1:18080", "http://127.0.0.1:9"), encoding="utf-8")
    rows = (folder / "sources.csv").read_text(encoding="utf-8").splitlines()
    (folder / "sources.csv").write_text("\n".join(rows[:4]) + "\n", encoding="utf-8")
    return folder
