"""Whether a text has any of some characters: hardly ever, and every text is asked."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np

_SHORT = 150
"""Below it a search takes less time than the calls of NumPy."""


class Characters:
    """A set of characters."""

    def __init__(self, characters: Iterable[str]) -> None:
        every = "".join(characters)
        self._any = re.compile(f"[{re.escape(every)}]")
        self._known = np.zeros(1 << 16, dtype=np.bool_)
        self._known[_units(every)] = True

    def may_be_in(self, text: str) -> bool:
        """Tell whether one of them is in the text; of characters beyond the first 65,536, whether it seems so."""
        if len(text) < _SHORT:
            return self._any.search(text) is not None
        return bool(self._known.take(_units(text)).any())


def _units(text: str) -> np.ndarray[tuple[int], np.dtype[np.uint16]]:
    return np.frombuffer(text.encode("utf-16-le", "surrogatepass"), dtype=np.uint16)
