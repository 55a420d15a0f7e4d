"""Every mistake of a site folder, collected before anything is refused."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from streammon.errors import ConfigError, ConfigErrors
from streammon.words import say

_LISTED = 12
"""So many words a person still reads."""


class Problems:
    """What was found wrong so far."""

    def __init__(self) -> None:
        self.errors: list[ConfigError] = []

    def add(self, where: str, what: str, instead: str = "") -> None:
        """Note one mistake: its place, what is wrong there, what would be right."""
        self.errors.append(ConfigError(where, what, instead))

    def refuse(self) -> None:
        """Raise ConfigErrors if there is any."""
        if self.errors:
            raise ConfigErrors(self.errors)


def near(word: str, known: Iterable[str]) -> str:
    """Return the sentence that names what was probably meant, or else all that is known, if that is not too much."""
    choices = sorted(known)
    if close := difflib.get_close_matches(word, choices, n=1):
        return say("site.meant", word=close[0])
    return say("site.one_of", words="、".join(choices)) if 0 < len(choices) <= _LISTED else ""
