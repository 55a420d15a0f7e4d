"""What the county's articles say: sentences of prose.toml, put together by the kind of column."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from random import Random
from string import Formatter
from typing import Annotated

import msgspec

from streammon.errors import ConfigError
from streammon.words import say

TRIES = 400
"""How often a title is drawn before it is believed that there is no other."""

SLOTS = frozenset({"unit", "office", "town", "village", "date", "month", "year", "before", "n", "big", "money", "pick"})
"""What a sentence may have put in."""

Lines = Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]


class Tone(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a text of a certain manner begins and ends."""

    openings: Lines
    closings: Lines


class Kind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the `columns` of one kind write about: `picks` are topics, put into titles and sentences."""

    columns: Lines
    tone: str
    titles: Lines
    picks: Lines
    facts: Lines


class Sentences(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file prose.toml."""

    villages: Lines
    tones: dict[str, Tone]
    kinds: tuple[Kind, ...]


class Prose:
    """Writes articles; never two with the same title."""

    def __init__(self, file: Path, sentences: Sentences, towns: Sequence[str]) -> None:
        self._file, self._sentences, self._towns = file, sentences, towns
        self._kinds = {column: kind for kind in sentences.kinds for column in kind.columns}
        self._titles: set[str] = set()
        self._check()

    def write(self, random: Random, column: str, unit: str, when: datetime) -> tuple[str, tuple[str, ...]]:
        """Return title and paragraphs of a new article of `unit` in a column of that name."""
        kind = self._kind(column)
        for _ in range(TRIES):
            words = self._words(random, kind, unit, when)
            title = random.choice(kind.titles).format(**words)
            if title not in self._titles:
                self._titles.add(title)
                return title, self._paragraphs(random, kind, words, when)
        raise ConfigError(str(self._file), say("demo.error.titles", name=column))

    def _check(self) -> None:
        """Raise ConfigError for a tone that is not there, and for a word that nobody puts in."""
        tones = self._sentences.tones
        for kind in self._sentences.kinds:
            if kind.tone not in tones:
                raise ConfigError(
                    str(self._file), say("demo.error.tone", tone=kind.tone, tones="、".join(sorted(tones)))
                )
        written = [*tones.values(), *self._sentences.kinds]
        lines = [line for part in written for lines in msgspec.structs.astuple(part) for line in lines if "{" in line]
        for line in lines:
            for _, slot, _, _ in Formatter().parse(line):
                if slot is not None and slot not in SLOTS:
                    raise ConfigError(
                        str(self._file), say("demo.error.slot", slot=slot, slots="、".join(sorted(SLOTS)))
                    )

    def _kind(self, column: str) -> Kind:
        if column not in self._kinds:
            raise ConfigError(str(self._file), say("demo.error.kind", name=column))
        return self._kinds[column]

    def _words(self, random: Random, kind: Kind, unit: str, when: datetime) -> dict[str, object]:
        return {
            "unit": unit,
            "office": office(unit),
            "town": unit if unit in self._towns else random.choice(self._towns),
            "village": random.choice(self._sentences.villages),
            "date": f"{when.month}月{when.day}日",
            "month": f"{when.month}月",
            "year": when.year,
            "before": when.year - 1,
            "n": random.randrange(3, 29),
            "big": random.randrange(120, 980),
            "money": random.randrange(30, 860),
            "pick": random.choice(kind.picks),
        }

    def _paragraphs(self, random: Random, kind: Kind, words: dict[str, object], when: datetime) -> tuple[str, ...]:
        tone = self._sentences.tones[kind.tone]
        facts = random.sample(kind.facts, min(len(kind.facts), random.choice((3, 4, 5))))
        chosen = (random.choice(tone.openings), "".join(facts[:2]), *facts[2:], random.choice(tone.closings))
        return (*(sentence.format(**words) for sentence in chosen), *signature(str(words["unit"]), when))


def office(unit: str) -> str:
    """Return the name that a unit signs with: 眉县发改局 for 县发改局."""
    return f"眉{unit}" if unit.startswith("县") else unit


def signature(unit: str, when: datetime) -> tuple[str, str]:
    """Return the last two lines of an article."""
    return office(unit), f"{when.year}年{when.month}月{when.day}日"
