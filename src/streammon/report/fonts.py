"""A font with Chinese characters for the pictures of charts, if the machine has one."""

from __future__ import annotations

from pathlib import Path

from PIL import ImageFont

from streammon.errors import ConfigError
from streammon.words import say

_FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "/System/Library/Fonts",
    "/Library/Fonts",
    "C:/Windows/Fonts",
)
_FILES = (
    "NotoSansCJK-Regular.ttc",
    "NotoSansCJKsc-Regular.otf",
    "NotoSansSC-Regular.otf",
    "NotoSansSC-Regular.ttf",
    "SourceHanSansSC-Regular.otf",
    "SourceHanSansCN-Regular.otf",
    "msyh.ttc",
    "simhei.ttf",
    "wqy-zenhei.ttc",
    "wqy-microhei.ttc",
    "DroidSansFallbackFull.ttf",
    "PingFang.ttc",
    "STHeiti Light.ttc",
    "simsun.ttc",
)
"""In the order in which they are liked."""
_FACES = 10
"""A collection (.ttc) has no more faces than these."""


class Font:
    """A font file, or none: then only digits, Latin letters and a few signs can be drawn."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self._face = _simplified(path) if path else 0

    @property
    def name(self) -> str:
        """Return the file's name; empty where there is no font."""
        return self.path.name if self.path else ""

    def at(self, size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
        """Return the font in a size in pixels."""
        if self.path:
            return ImageFont.truetype(str(self.path), size, index=self._face)
        return ImageFont.load_default(size)


def find(wanted: Path | None = None, folders: tuple[str, ...] = _FOLDERS) -> Font:
    """Return the font file `wanted`, or the first known one in `folders`. Raises ConfigError for one that is none."""
    if wanted:
        try:
            return Font(wanted)
        except OSError:
            raise ConfigError(str(wanted), say("report.export.no_file")) from None
    there = {path.name: path for folder in folders for path in Path(folder).rglob("*.[to]t[cf]")}
    return Font(next((there[name] for name in _FILES if name in there), None))


def _simplified(path: Path) -> int:
    """Return which face of a collection draws Chinese as the mainland does: the one whose name ends in SC."""
    for index in range(_FACES):
        try:
            family, _ = ImageFont.truetype(str(path), 10, index=index).getname()
        except OSError:
            if index == 0:
                raise
            return 0
        if (family or "").split()[-1] == "SC":
            return index
    return 0
