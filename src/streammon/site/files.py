"""Reading the text of one file of a site folder."""

from __future__ import annotations

from pathlib import Path

from streammon.site.problems import Problems, near
from streammon.words import say


def read_text(path: Path, problems: Problems) -> str | None:
    """Return the text of a UTF-8 file, with or without a byte order mark; None, and a problem, if there is none."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        problems.add(str(path), say("site.file.missing"), near(path.name, _unexpected(path.parent)))
    except OSError as error:
        problems.add(str(path), say("site.file.unreadable", why=error.strerror))
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        where = say("site.place.line", file=path, line=line)
        problems.add(where, say("site.file.encoding"), say("site.file.save_as"))
    else:
        if text.strip():
            return text
        problems.add(str(path), say("site.file.empty"))
    return None


KNOWN = ("site.toml", "rules.toml", "units.csv", "contacts.csv", "sources.csv", "tasks.csv", "holidays.csv", "duty.csv")
"""The files of a site folder; the last three may be left out."""


def _unexpected(folder: Path) -> list[str]:
    """Return the tables and settings in `folder` with a name that means nothing to us: one may be misspelt."""
    return [path.name for path in folder.iterdir() if path.suffix in (".csv", ".toml") and path.name not in KNOWN]
