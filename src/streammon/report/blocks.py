"""The text of a circular in paragraphs: a little of Markdown, and nothing that a circular has not.

`# ` is the title (one line each), `## `, `### ` and `#### ` are headings of the three levels, an empty line ends a
paragraph, `**…**` is bold, and `[[chart:ID]]` in a paragraph of its own is a chart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from streammon.errors import ConfigError
from streammon.report.grid import clean
from streammon.words import say


class Kind(StrEnum):
    """What a block is."""

    TITLE = "#"
    FIRST = "##"
    SECOND = "###"
    THIRD = "####"
    TEXT = ""
    CHART = "chart"


@dataclass(frozen=True)
class Block:
    """One paragraph; for a chart, `text` is its id."""

    kind: Kind
    text: str

    @property
    def runs(self) -> list[tuple[str, bool]]:
        """Return the pieces of the text, and whether each is bold."""
        parts = self.text.split("**")
        return [(part, bool(position % 2)) for position, part in enumerate(parts) if part]


_HEADING = re.compile(r"(#{1,4})\s+(.*)")
_CHART = re.compile(r"\[\[chart:(.+)\]\]")


def blocks(text: str) -> list[Block]:
    """Return the paragraphs of a finished text. Raises ConfigError where it has no title."""
    found: list[Block] = []
    open_paragraph = False
    for line in clean(text).splitlines():
        stripped = line.strip()
        if heading := _HEADING.fullmatch(stripped):
            found.append(Block(Kind(heading[1]), heading[2]))
        elif chart := _CHART.fullmatch(stripped):
            found.append(Block(Kind.CHART, chart[1]))
        elif stripped and open_paragraph:
            found[-1] = Block(Kind.TEXT, found[-1].text + stripped)
        elif stripped:
            found.append(Block(Kind.TEXT, stripped))
        open_paragraph = bool(stripped) and found[-1].kind is Kind.TEXT
    if not any(block.kind is Kind.TITLE for block in found):
        raise ConfigError("circular.md.j2", say("report.template.title"), say("report.template.title_fix"))
    return found
