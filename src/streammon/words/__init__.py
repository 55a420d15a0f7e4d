"""The catalogue: every sentence that a user reads, in one place, by key. One TOML file per area beside this module."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


def say(key: str, **facts: object) -> str:
    """Return the sentence of `key` (`area.name`, or deeper) with `facts` put in.

    Raises KeyError when the catalogue lacks the key or the caller a fact: a mistake of ours, found by the first test.
    """
    area, _, name = key.partition(".")
    return _sentences(area)[name].format(**facts)


@cache
def _sentences(area: str) -> dict[str, str]:
    text = files(__package__).joinpath(f"{area}.toml").read_text(encoding="utf-8")
    return dict(_flat(tomllib.loads(text), ""))


def _flat(table: dict[str, object], prefix: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for name, value in table.items():
        found += _flat(value, f"{prefix}{name}.") if isinstance(value, dict) else [(prefix + name, str(value))]
    return found
