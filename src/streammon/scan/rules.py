"""What a site folder says to a scan."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import msgspec

from streammon.assembly.options import Options
from streammon.assembly.sites import materials, read_site
from streammon.detect import inspector
from streammon.model.fetching import Politeness, Selectors


@dataclass(frozen=True)
class Rules:
    """How a process is made ready to inspect (`prepare`), and how pages are fetched and read."""

    prepare: Callable[[], None]
    politeness: Politeness
    selectors: Sequence[Selectors]


def rules_of(folder: Path | None) -> Rules:
    """Return the rules of a site folder, or those that hold without one. Raises ConfigErrors.

    An address that a person has named himself may be in a network of his own: drafts are.
    """
    if folder is None:
        return Rules(inspector.prepare, Politeness(allow_private=True), (Selectors(),))
    site = read_site(Options(folder))
    return Rules(
        partial(inspector.prepare, materials(site)),
        msgspec.structs.replace(site.politeness, allow_private=True),
        tuple(site.selectors.values()),
    )
