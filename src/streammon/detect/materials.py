"""What a site adds to the shipped lexicons: its own entries, forbidden words, context rules, names, and its archive."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from streammon.detect.page import PageOptions
from streammon.model.exemption import Exemption

MODEL = "archive.model"
"""What `streammon lexicon train` writes. Without it nothing is found by statistics."""


@dataclass(frozen=True)
class Materials:
    """The files of a site's `lexicon` folder by what they hold, and what else a site says.

    `names` are those of its units, `exemptions` what persons have dismissed, `pages` how its pages are judged.
    """

    entries: tuple[Path, ...] = ()
    words: tuple[Path, ...] = ()
    rules: tuple[Path, ...] = ()
    model: Path | None = None
    names: tuple[str, ...] = ()
    exemptions: tuple[Exemption, ...] = ()
    pages: PageOptions = field(default_factory=PageOptions)

    @property
    def files(self) -> tuple[Path, ...]:
        """Every file among them."""
        return (*self.entries, *self.words, *self.rules, *((self.model,) if self.model else ()))


def materials_of(folder: Path, names: tuple[str, ...] = ()) -> Materials:
    """Return what lies in `folder`: *.csv entries, *.txt forbidden words, *.toml context rules, archive.model."""
    model = folder / MODEL
    return Materials(
        entries=tuple(sorted(folder.glob("*.csv"))),
        words=tuple(sorted(folder.glob("*.txt"))),
        rules=tuple(sorted(folder.glob("*.toml"))),
        model=model if model.exists() else None,
        names=names,
    )
