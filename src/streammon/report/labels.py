"""The Chinese names of measures and fields."""

from __future__ import annotations

from streammon.words import say


def label(name: str) -> str:
    """Return how a measure is called in print; a measure that a site has made up bears its own name."""
    return _known("measure", name)


def field_label(name: str) -> str:
    """Return how a field of a file is called: a field of the ledger, or a measure."""
    return _known("field", name, otherwise=label(name))


def _known(kind: str, name: str, otherwise: str = "") -> str:
    try:
        return say(f"report.{kind}.{name}")
    except KeyError:
        return otherwise or name
