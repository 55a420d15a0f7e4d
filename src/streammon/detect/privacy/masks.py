"""Numbers that somebody masked, but too little; and two masks of one person that add up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from streammon.detect.privacy.areas import is_area
from streammon.detect.privacy.bank_card import CARD
from streammon.detect.privacy.digits import ROW_SIGNS, SIGNS
from streammon.detect.privacy.leak import BANK_CARD, MOBILE, RESIDENT_ID, Leak, Level
from streammon.detect.privacy.names import name_after, name_before
from streammon.detect.privacy.resident_id import PROVINCES, TELLING, is_birth
from streammon.detect.privacy.surroundings import OTHER, Surroundings

MOST_SHOWN = 10
"""The first six and the last four: the most that official practice leaves of a number."""

MOST_OF_MOBILE = 8
"""Of eleven digits, seven stay by custom."""

_SIGN = "".join(sorted(SIGNS)) + "×#"
_ROW_SIGN = re.escape("".join(sorted(ROW_SIGNS)))
_MASKED = re.compile(rf"[0-9{_SIGN}](?:[ \-]?[0-9Xx{_SIGN}{_ROW_SIGN}]){{8,24}}(?![A-Za-z0-9])")
_HIDDEN = re.compile(rf"[{_SIGN}]|[Xx]{{3,}}|[{_ROW_SIGN}]{{2,}}")
_SHOWN = re.compile(r"[0-9X*]+")
_MOBILE = re.compile(rf"1(?<![0-9A-Za-z*]1)[3-9][0-9{_SIGN}]{{9}}(?![0-9A-Za-z*])")
_NAME_HEAD = re.compile(r"姓名|户主|申请人|受益人")
_LABEL = re.compile(rf"{TELLING.pattern}|{CARD.pattern}")
_PARTING = re.compile(r"[ \-]")
_NARROWEST, _WIDEST = 12, 21
"""How long a masked number may be: whoever masks by hand counts no asterisks."""

_MOST_MASKS = 20
"""A name that has more different masks in one text belongs to many persons."""


@dataclass(frozen=True, slots=True)
class _Mask:
    """A masked number: its characters in a row, `*` where one is hidden."""

    shown: str
    start: int
    end: int

    @property
    def visible(self) -> int:
        return len(self.shown) - self.shown.count("*")


def find(around: Surroundings) -> Iterator[Leak]:
    """Yield the masked numbers that show too much. Properly masked ones are none of its business."""
    by_name: dict[str, dict[str, _Mask]] = {}
    for mask in _masks(around.plain):
        lead = around.lead(mask.start, 30)
        if _is_card(mask, lead):
            if mask.visible > MOST_SHOWN:
                yield Leak(BANK_CARD, Level.WEAK, mask.start, mask.end, mask.shown)
        elif _is_resident_id(mask, lead):
            if shows_too_much(mask.shown):
                yield Leak(RESIDENT_ID, Level.WEAK, mask.start, mask.end, mask.shown)
            elif name := _name(around, mask):
                by_name.setdefault(name, {}).setdefault(mask.shown, mask)
    for name, masks in by_name.items():
        yield from _linked(name, list(masks.values())[:_MOST_MASKS])
    yield from _mobiles(around.plain)


def _name(around: Surroundings, mask: _Mask) -> str:
    """Return whose number it is: by the table's column of names, or the words before or behind; "" if unknown."""
    return (
        around.in_row(mask.start, _NAME_HEAD)
        or name_before(around.before(mask.start, 30))
        or name_after(around.after(mask.end, 10))
    )


def _mobiles(text: str) -> Iterator[Leak]:
    for match in _MOBILE.finditer(text):
        if MOST_OF_MOBILE < sum(map(str.isdigit, match[0])) < len(match[0]):
            yield Leak(MOBILE, Level.WEAK, *match.span(), match[0])


def shows_too_much(shown: str) -> bool:
    """Tell whether a masked identity number shows the date of birth, or more than official practice leaves."""
    if len(shown) == 15:
        return is_birth("19" + shown[6:12])
    places_count = len(shown) == 18 or "*" not in shown[:14]
    return (places_count and is_birth(shown[6:14])) or len(shown) - shown.count("*") > MOST_SHOWN


def _masks(text: str) -> Iterator[_Mask]:
    for match in _MASKED.finditer(text):
        shown = _HIDDEN.sub(lambda match: "*" * len(match[0]), _PARTING.sub("", match[0]))
        if _touches_code(text, match.start()) or "*" not in shown:
            continue
        if _NARROWEST <= len(shown) <= _WIDEST and _SHOWN.fullmatch(shown.upper()) and any(map(str.isdigit, shown)):
            yield _Mask(shown.upper(), *match.span())


def _touches_code(text: str, start: int) -> bool:
    """Tell whether a letter stands right before. A lookbehind would tell it too, ten times slower."""
    touching = text[max(start - 1, 0) : start]
    return touching.isascii() and touching.isalnum()


def _is_card(mask: _Mask, lead: str) -> bool:
    if label := _last_label(lead):
        return CARD.search(label) is not None
    return len(mask.shown) in {16, 19} and mask.shown.startswith("62")


def _is_resident_id(mask: _Mask, lead: str) -> bool:
    if _last_label(lead):
        return True
    if OTHER.search(lead):
        return False
    if mask.shown[:6].isdigit():
        return is_area(mask.shown[:6])
    return len(mask.shown) == 18 and (mask.shown.startswith(PROVINCES) or mask.shown[0] == "*")


def _last_label(lead: str) -> str:
    """Return the last word of `lead` that says what number follows; "" if there is none."""
    labels = _LABEL.findall(lead)
    return labels[-1] if labels else ""


def _linked(name: str, masks: Sequence[_Mask]) -> Iterator[Leak]:
    """Yield what the masks of one name show together, where they agree."""
    whole = [mask for mask in masks if len(mask.shown) == 18]
    for place, mask in enumerate(whole):
        for earlier in whole[:place]:
            together = _together(earlier.shown, mask.shown)
            if together is not None and shows_too_much(together):
                yield Leak(RESIDENT_ID, Level.LINKED, mask.start, mask.end, name)
                return


def _together(one: str, other: str) -> str | None:
    """Return what two masks show together; None if they are of two numbers."""
    pairs = list(zip(one, other, strict=True))
    if any("*" not in pair and pair[0] != pair[1] for pair in pairs):
        return None
    return "".join(right if left == "*" else left for left, right in pairs)
