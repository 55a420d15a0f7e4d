"""The text of a file in which people list words."""

from __future__ import annotations

from pathlib import Path

from streammon.errors import ConfigError
from streammon.words import say


def read_text(file: Path, mistakes: list[ConfigError]) -> str | None:
    """Return the text of a UTF-8 file, a byte order mark left out; None, and a mistake more, if there is none."""
    try:
        return file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        mistakes.append(ConfigError(str(file), say("lexicon.file.unreadable", why=error.strerror)))
    except UnicodeDecodeError as error:
        where = place(file, error.object.count(b"\n", 0, error.start) + 1)
        mistakes.append(ConfigError(where, say("lexicon.file.encoding"), say("lexicon.file.save_as")))
    return None


def place(file: Path, line: int, column: str = "") -> str:
    """Return a place in a file in words; without a column, the line."""
    return say("lexicon.file.cell" if column else "lexicon.file.line", file=file, line=line, column=column)
