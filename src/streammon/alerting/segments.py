"""How long a text message is: what a provider bills, and splits on its way."""

from __future__ import annotations

ONE, EACH = 70, 67
"""UTF-16 code units of a message that is one segment, and of each segment of a longer one."""


def units(text: str) -> int:
    """Return the length of `text` in UTF-16 code units, as the networks count: a rare character or emoji is two."""
    return len(text.encode("utf-16-le")) // 2


def segments(text: str) -> int:
    """Return into how many segments a network splits `text`; even an empty one is sent as one."""
    length = units(text)
    return 1 if length <= ONE else -(-length // EACH)


def cut(text: str, limit: int) -> str:
    """Return `text`, or as much of it as fits into `limit` code units with an ellipsis; no character is halved."""
    if units(text) <= limit:
        return text
    data = text.encode("utf-16-le")[: max(limit - 1, 0) * 2]
    return data.decode("utf-16-le", errors="ignore") + "…" if limit > 0 else ""
