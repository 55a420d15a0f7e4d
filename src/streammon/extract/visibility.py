"""Whether a reader sees an element, as far as the element itself says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

_TELLING = re.compile(r"none|hidden|size:\s*0|opacity|background|mso-hide|:\s*-\d", re.IGNORECASE)
_ZERO = re.compile(r"0+(?:\.0+)?(?:px|pt|em|rem|%)?")
_FAR_OUT = re.compile(r"-\d{3,}")
"""Shifted out of the window by hundreds of pixels."""
_SHIFTS = ("text-indent", "left", "top", "margin-left", "margin-top")
_WHITE = {"white": "#ffffff", "#fff": "#ffffff", "rgb(255,255,255)": "#ffffff"}


def is_hidden(attributes: Mapping[str, str | None]) -> bool:
    """Return whether an element's own attributes keep it, and what is in it, from being seen.

    A menu that a style sheet folds up is not noticed; nor is what a script hides.
    """
    return "hidden" in attributes or _style_hides(attributes.get("style") or "")


@lru_cache(maxsize=4096)
def _style_hides(style: str) -> bool:
    if not _TELLING.search(style):
        return False
    parts = (declaration.partition(":") for declaration in style.lower().split(";"))
    said = {name.strip(): "".join(value.replace("!important", "").split()) for name, _, value in parts}
    background = said.get("background-color", said.get("background", ""))
    return (
        said.get("display") == "none"
        or said.get("visibility") == "hidden"
        or said.get("mso-hide") == "all"
        or any(_ZERO.fullmatch(said.get(name, "")) is not None for name in ("font-size", "opacity"))
        or any(_FAR_OUT.match(said.get(name, "")) is not None for name in _SHIFTS)
        or (bool(background) and _WHITE.get(background, background) == _colour(said.get("color", "")))
    )


def _colour(value: str) -> str:
    return _WHITE.get(value, value)
