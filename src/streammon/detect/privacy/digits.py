"""Digits that may be one number: single groups, and neighbours that spaces, hyphens, dots or a line's end part."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from streammon.detect.characters import Characters

_GAP = r"(?:[ \u00a0\u2000-\u200a\u3000\-\u2010-\u2015\u2212\uff0d.\uff0e\u00b7]{1,3}|[ \u3000]*\r?\n[ \u3000]*)"
"""What may part one number. A tabulator does not: it parts two cells."""
_SHAPES = ((0x24EA, 0x24EA), (0x2460, 0x2468), (0x0660, 0x0669), (0x06F0, 0x06F9), (0x1D7CE, 0x1D7FF))
_STRANGE_DIGITS = "".join(chr(code) for first, last in _SHAPES for code in range(first, last + 1))
"""Digits in circles, of other scripts, or in the shapes of mathematics."""
_STRANGE, _STRANGER = re.compile(f"[{_STRANGE_DIGITS}]{{7,}}"), Characters(_STRANGE_DIGITS)
"""So many in a row are a number, no list."""
_FEWEST_DIGITS = 11
"""The shortest number that is looked for everywhere; shorter ones need a word beside them."""
_STRETCH = re.compile(rf"[0-9](?:{_GAP}?[0-9]){{{_FEWEST_DIGITS - 1},}}(?:{_GAP}?[Xx])?")
_GROUP = re.compile(r"[0-9]+[Xx]?|[Xx]")
_DOT = re.compile(r"[.\uff0e\u00b7]")
SIGNS = frozenset("*＊●•■□○△▲◆◇█▇★☆")
"""What hides a digit and stands for nothing else beside digits."""
ROW_SIGNS = frozenset("?？_^~…")
"""What hides digits only where it stands in a row."""
_WHOLE = 18
"""An identity number is whole, whatever touches it. Of another number asterisks on one side are the masked rest."""
_LEADS_IN = re.compile(r"(?i:\bid|no|tel|phone|mobile|sfz)$|[0-9]{17}[Xx]$")
"""Letters that introduce a number, or end the one before. Any other letter beside the digits makes them a code."""
_PUPIL = re.compile(r"(?<![A-Za-z0-9])[GgLl]$")
"""The number of a pupil is this letter and the identity number (学籍号)."""


@dataclass(frozen=True, slots=True)
class Group:
    """Digits without anything between, perhaps an X at the end; offsets in the plain text."""

    digits: str
    start: int
    end: int


Run = Sequence[Group]
"""Groups of which each stands a gap away from the next."""


@dataclass(frozen=True, slots=True)
class Number:
    """Groups taken together. `digits` may end in X."""

    digits: str
    groups: tuple[Group, ...]

    @property
    def shape(self) -> tuple[int, ...]:
        """Return the lengths of the groups."""
        return tuple(len(group.digits) for group in self.groups)

    @property
    def start(self) -> int:
        """Return where the number begins in the plain text."""
        return self.groups[0].start

    @property
    def end(self) -> int:
        """Return where the number ends in the plain text."""
        return self.groups[-1].end


def narrow(plain: str) -> str:
    """Return the plain text with numbers in digits of another shape written in ours; nothing moves."""
    if not _STRANGER.may_be_in(plain):
        return plain
    return _STRANGE.sub(lambda number: "".join(str(unicodedata.digit(sign)) for sign in number[0]), plain)


def runs(text: str) -> list[Run]:
    """Return the groups of digits in the plain text, those together that stand a gap apart; short runs are left out."""
    return [run for stretch in _STRETCH.finditer(text) for run in _runs(text, stretch.start(), stretch.end())]


def _runs(text: str, start: int, end: int) -> Iterator[Run]:
    run: list[Group] = []
    for match in _GROUP.finditer(text, start, end):
        if _is_code(text, match.start(), match.end()):
            yield from _long_enough(run)
            run = []
        else:
            run.append(Group(match[0].upper(), match.start(), match.end()))
    yield from _long_enough(run)


def _long_enough(run: Run) -> Iterator[Run]:
    if sum(len(group.digits) for group in run) >= _FEWEST_DIGITS:
        yield run


def _is_code(text: str, start: int, end: int) -> bool:
    """Tell whether a letter or a digit touches the group, or what masks its rest. Chinese characters do not count."""
    touching, following = text[max(start - 1, 0) : start], text[end : end + 1]
    is_whole = end - start == _WHOLE
    if following.isascii() and following.isalnum():
        return not (is_whole and text[end - 1] in "Xx" and following.isdigit())
    if (touching in SIGNS) != (following in SIGNS) and not is_whole:
        return True
    if not (touching.isascii() and touching.isalnum()):
        return False
    if is_whole and _PUPIL.search(text, max(start - 2, 0), start):
        return False
    return _LEADS_IN.search(text, max(start - _WHOLE, 0), start) is None


def take(
    among: Sequence[Run], form: re.Pattern[str], longest: int, valid: Callable[[Number], bool]
) -> tuple[list[Number], list[Run]]:
    """Return the numbers of a `form`, of at most `longest` digits, that are `valid`, and the runs without them.

    A group that is a number by itself is one, whatever stands beside it; only then are neighbours tried together, the
    most of them first: the begin of a long number may pass for a short one.
    """
    alone, left = _sweep(among, range(1, 2), form, longest, valid)
    joined, left = _sweep(left, range(2, longest + 1), form, longest, valid)
    return sorted((*alone, *joined), key=lambda number: number.start), left


def _sweep(
    among: Sequence[Run], sizes: range, form: re.Pattern[str], longest: int, valid: Callable[[Number], bool]
) -> tuple[list[Number], list[Run]]:
    found: list[Number] = []
    left: list[Run] = []
    for run in among:
        kept = 0
        for at in _begins(run, sizes, form):
            numbers = _longest_first(run, at, sizes, form, longest) if at >= kept else []
            if number := next(filter(valid, numbers), None):
                found.append(number)
                left.append(run[kept:at])
                kept = at + len(number.groups)
        left.append(run[kept:] if kept else run)
    return found, [run for run in left if run]


def _begins(run: Run, sizes: range, form: re.Pattern[str]) -> Iterator[int]:
    """Yield the groups of the run with which its digits have the form, wherever it may end."""
    if len(run) < sizes.start:
        return
    digits = "".join(group.digits for group in run)
    offset = 0
    for at, group in enumerate(run):
        if form.match(digits, offset):
            yield at
        offset += len(group.digits)


def _longest_first(run: Run, at: int, sizes: range, form: re.Pattern[str], longest: int) -> list[Number]:
    """Return the numbers of the form that begin with the group `at`."""
    found: list[Number] = []
    digits = ""
    for end in range(at + 1, min(at + sizes.stop, len(run) + 1)):
        digits += run[end - 1].digits
        if len(digits) > longest:
            break
        if end - at in sizes and form.fullmatch(digits):
            found.append(Number(digits, tuple(run[at:end])))
    return found[::-1]


def is_spelt(text: str, number: Number) -> bool:
    """Tell whether every character stands alone on one line, as in letter-spaced print."""
    return len(number.groups) == len(number.digits) and "\n" not in text[number.start : number.end]


def is_dotted(text: str, number: Number) -> bool:
    """Tell whether a dot parts two groups of the number."""
    return len(number.groups) > 1 and _DOT.search(text, number.start, number.end) is not None


def is_decimal(text: str, number: Number) -> bool:
    """Tell whether the number is a part of a decimal fraction, or two of its groups are one.

    A whole number that a spreadsheet wrote as a float, with nothing but zeros behind the point, is not.
    """
    before, after = text[max(number.start - 2, 0) : number.start], text[number.end : number.end + 3]
    if before[1:] == "." and before[0].isdigit():
        return True
    if len(number.groups) == 2 and is_dotted(text, number):
        return True
    return after[:1] == "." and after[1:2].isdigit() and (after[1:2] != "0" or after[2:].isdigit())
