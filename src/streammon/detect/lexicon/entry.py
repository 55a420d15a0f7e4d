"""One entry of the lexicon: a wrong form, what would be right, and where and when that is so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from streammon.model.inspection import Severity


@dataclass(frozen=True)
class Entry:
    """A wrong form and what would be right.

    It counts only in a sentence with one of the words of `include` (if there are any) and none of `exclude`, and from
    `since` to `until`, both inclusive, by the day of publication. `allow` are right phrases that contain the wrong form
    (全区宣传部门 and 区宣传部); the wrong form itself among them switches the entry off. `source` is the document that
    calls the form wrong. A `severity` of hint recommends a style.
    """

    wrong: str
    right: str
    severity: Severity
    category: str = ""
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    allow: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    source: str = ""

    @cached_property
    def shields(self) -> tuple[tuple[int, int, frozenset[str]], ...]:
        """Return the right phrases that contain the wrong form, once for each place in them, the longest first.

        They are gathered by the number of characters before the wrong form, and by their length.
        """
        gathered: dict[tuple[int, int], set[str]] = {}
        for phrase in (*self.allow, self.right):
            for ahead in range(len(phrase)):
                if phrase.startswith(self.wrong, ahead):
                    gathered.setdefault((len(phrase), ahead), set()).add(phrase)
        return tuple((ahead, length, frozenset(gathered[length, ahead])) for length, ahead in sorted(gathered)[::-1])

    @property
    def dated(self) -> bool:
        """Whether it depends on the day of publication."""
        return self.since is not None or self.until is not None

    def in_force(self, on: date) -> bool:
        """Tell whether it counts for what was published on that day."""
        return (self.since or date.min) <= on <= (self.until or date.max)


def by_form(entries: Iterable[Entry]) -> dict[str, tuple[Entry, ...]]:
    """Return the entries of each wrong form; several of them count at different times."""
    found: dict[str, tuple[Entry, ...]] = {}
    for entry in entries:
        found[entry.wrong] = (*found.get(entry.wrong, ()), entry)
    return found
