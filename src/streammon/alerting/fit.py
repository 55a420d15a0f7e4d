"""Limits that count bytes, as the providers do, not characters."""

from __future__ import annotations

ELLIPSIS = "…"


def size(text: str) -> int:
    """Return the length of `text` in bytes of UTF-8."""
    return len(text.encode())


def fit(text: str, limit: int) -> str:
    """Return `text`, or as many whole characters of it as fit into `limit` bytes of UTF-8 with an ellipsis after them.

    Below three bytes, where not even the ellipsis fits, nothing is left.
    """
    data = text.encode()
    if len(data) <= limit:
        return text
    room = limit - size(ELLIPSIS)
    return data[:room].decode(errors="ignore") + ELLIPSIS if room >= 0 else ""
