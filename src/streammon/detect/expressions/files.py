"""Right expressions as people write them down: text files with a heading for each group."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from streammon.errors import ConfigError, ConfigErrors
from streammon.model.inspection import Severity
from streammon.words import say

FOLDER = Path(__file__).parents[2] / "lexicon" / "expressions"
_NAMES = ("official", "institutions", "places", "laws", "persons", "phrases", "idioms")
SHIPPED = tuple(FOLDER / f"{name}.txt" for name in _NAMES)
"""The expressions that come with streammon."""


@dataclass(frozen=True, slots=True)
class Expression:
    """Something that is written in one way only; `source` is where the way is laid down.

    `kind` is 官方表述, 公文用语, 成语, 机构, 职务, 人名, 地名 or 法律; to miss it is as bad as `severity` says.
    """

    text: str
    kind: str
    severity: Severity
    source: str = ""


def load(files: Iterable[Path] = SHIPPED) -> list[Expression]:
    """Return the expressions of all files, each once; the first file that has one says what it is.

    A line is a heading, `# kind | severity | source`, or expressions with blanks between them. Raises ConfigErrors with
    every mistake.
    """
    found: dict[str, Expression] = {}
    mistakes: list[ConfigError] = []
    for file in files:
        for expression in _read(file, mistakes):
            found.setdefault(expression.text, expression)
    if mistakes:
        raise ConfigErrors(mistakes)
    return list(found.values())


def _read(file: Path, mistakes: list[ConfigError]) -> Iterator[Expression]:
    heading: tuple[str, Severity, str] | None = None
    for number, line in enumerate(_lines(file, mistakes), start=1):
        if line.startswith("#"):
            heading = _heading(line)
            if not heading:
                place = say("expressions.line", file=file, line=number)
                mistakes.append(ConfigError(place, say("expressions.heading"), say("expressions.headings")))
        elif heading:
            yield from (Expression(text, *heading) for text in line.split())


def _lines(file: Path, mistakes: list[ConfigError]) -> list[str]:
    try:
        return file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        mistakes.append(ConfigError(str(file), say("expressions.unreadable", why=error)))
        return []


def _heading(line: str) -> tuple[str, Severity, str] | None:
    kind, severity, source = ([cell.strip() for cell in line[1:].split("|")] + ["", ""])[:3]
    return (kind, Severity(severity), source) if kind and severity in set(Severity) and source else None
