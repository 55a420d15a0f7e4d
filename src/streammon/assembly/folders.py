"""Where the folders are that come with streammon: agents, topics, the demo site."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


def shipped(name: str) -> Path:
    """Return a folder that comes with streammon (`agents`, `topics`, `sites/demo`).

    A wheel carries them inside the package; in a checkout they lie at its top.
    """
    package = Path(str(files("streammon")))
    inside = package / "_shipped" / name
    return inside if inside.exists() else package.parent.parent / name
