"""How a problem that was looked for and not found has ended, and what stands in its place now."""

from __future__ import annotations

import re
from collections.abc import Collection

from streammon.detect.masking import masked, one_line
from streammon.model.content import Content
from streammon.model.proof import Ending, Proof, Sought

_ANCHOR, _LEAST_ANCHOR = 12, 4
"""So many characters beside the wrong words are looked for; of fewer than the least, any page may have the same."""
_AROUND = 24
_HIDDEN = re.compile(r"[0-9A-Za-z]*[*][0-9A-Za-z*]*")
"""The number of a person, which a finding does not name but shows in its snippet, masked."""


def proofs_of(content: Content, text: str, there: Collection[str]) -> tuple[Proof, ...]:
    """Return how each problem has ended that the page was read again for and that is not among `there`.

    `text` is what is inspected of the page, `there` the evidence of all that was found in it.
    """
    ended = [sought for sought in content.sought if sought.evidence not in there]
    shown = one_line(masked(text)) if ended else ""
    return tuple(_proof(sought, content, shown) for sought in ended)


def _proof(sought: Sought, content: Content, shown: str) -> Proof:
    if content.gone:
        return Proof(incident_id=sought.incident_id, ending=Ending.DELETED)
    begin, end = _place(sought, shown)
    if begin < 0:
        ending = Ending.MOVED if content.moved_to else Ending.REMOVED
        return Proof(incident_id=sought.incident_id, ending=ending)
    is_right = bool(sought.right) and sought.right in shown[begin:end]
    after = shown[max(begin - _AROUND, 0) : end + _AROUND].strip()
    return Proof(incident_id=sought.incident_id, ending=Ending.RIGHT if is_right else Ending.REMOVED, after=after)


def _place(sought: Sought, shown: str) -> tuple[int, int]:
    """Return where the words stood, as from and before which character of `shown`; -1 where nothing tells.

    It is found by what stood before the words or, where that has changed too, by what stood behind them.
    """
    hidden = _HIDDEN.search(sought.snippet)
    wrong = sought.wrong or (hidden[0] if hidden else "")
    if not wrong or wrong not in sought.snippet:
        return -1, -1
    before, found, behind = sought.snippet.partition(wrong)
    before, behind = before[-_ANCHOR:], behind[:_ANCHOR]
    room = max(len(sought.right), len(found))
    if len(before.strip()) >= _LEAST_ANCHOR and (place := shown.find(before)) >= 0:
        begin = place + len(before)
        follows = shown.find(behind, begin, begin + room + 2 * _ANCHOR) if behind.strip() else -1
        return begin, follows if follows >= 0 else begin + room
    if len(behind.strip()) >= _LEAST_ANCHOR and (place := shown.find(behind)) >= 0:
        return max(place - room, 0), place
    return -1, -1
