"""One item, all detectors. Functions of a module, so that a process pool can be handed them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from streammon.clock import LOCAL
from streammon.detect import context_file, county_names, forbidden, formats, hit, ngrams, page, privacy
from streammon.detect.context import ContextRule, ContextRules
from streammon.detect.exemptions import Exemptions
from streammon.detect.expressions import files as expressions_file
from streammon.detect.expressions.detector import Expressions
from streammon.detect.forbidden import Forbidden, Word
from streammon.detect.hit import Hit
from streammon.detect.lexicon import detector as lexicon
from streammon.detect.lexicon.detector import Lexicon
from streammon.detect.lexicon.entry import Entry
from streammon.detect.likeness import likeness
from streammon.detect.location import location
from streammon.detect.masking import masked
from streammon.detect.materials import Materials
from streammon.detect.mention import spoken_of
from streammon.detect.page import PageOptions
from streammon.detect.proof import proofs_of
from streammon.detect.statistical import Statistical
from streammon.detect.text import Text
from streammon.errors import ConfigError, ConfigErrors, Gathering
from streammon.model.base import digest
from streammon.model.content import Content, Section
from streammon.model.inspection import Finding, Inspection, Place
from streammon.words import say

SCOPE = "text"


@dataclass(frozen=True)
class _Detectors:
    """What is built once: it takes far longer than inspecting a page."""

    forbidden: Forbidden
    lexicon: Lexicon
    rules: ContextRules
    expressions: Expressions
    statistical: Statistical | None
    exemptions: Exemptions
    pages: PageOptions

    def hits(self, text: Text, on: date) -> Iterator[Hit]:
        """Yield what every detector of words has found; those that are believed first come first."""
        return self.exemptions.without(text, self._hits(text, on))

    def _hits(self, text: Text, on: date) -> Iterator[Hit]:
        yield from self.forbidden.find(text)
        yield from self.lexicon.find(text, on)
        yield from self.rules.find(text)
        yield from self.expressions.find(text)
        yield from formats.find(text)
        yield from county_names.find(text)
        if self.statistical:
            yield from self.statistical.find(text)


@dataclass(frozen=True)
class _Read:
    """What the files say."""

    words: Sequence[Word]
    entries: Sequence[Entry]
    rules: Sequence[ContextRule]
    model: Statistical | None


_prepared: list[_Detectors] = []
"""The detectors of this process, once they are there."""


def prepare(materials: Materials = Materials()) -> None:  # noqa: B008 -- frozen
    """Make this process ready to inspect, with what the site adds to what comes with streammon.

    Raises ConfigErrors with every mistake in the site's files.
    """
    _prepared[:] = [_built(_read(materials), materials)]


def check(materials: Materials) -> None:
    """Raise ConfigErrors with every mistake in the site's files, in a fraction of the time that `prepare` takes."""
    _read(materials)


def mistakes(materials: Materials) -> list[str]:
    """Return every mistake in the site's files, in words; this process inspects on as before."""
    try:
        check(materials)
    except ConfigErrors as found:
        return [str(error) for error in found.errors]
    return []


def inspect(content: Content) -> Inspection:
    """Return everything that is wrong with one item; of one that is gone, nothing.

    Its words are judged by what was right when it was published: an old article may name who held office then.

    Findings count their characters in `text_of(content)`, so the body begins at `len(content.title) + 1`.
    Raises RuntimeError where `prepare` was not called in this process.
    """
    detectors = _ready()
    published, seen = (moment.astimezone(LOCAL).date() for moment in (content.published_at, content.seen_at))
    found = [] if content.gone else findings(text_of(content), published, _moved(content))
    leaks = any(finding.rule.startswith("privacy/") for finding in found)
    found += page.findings(content, seen, detectors.pages, leaks=leaks)
    there = {finding.evidence for finding in found}
    return Inspection(
        inspection_id=digest("inspection", content.content_id, content.revision, content.seen_at.isoformat()),
        subject_id=content.content_id,
        scope=SCOPE,
        source_id=content.source_id,
        unit_id=content.unit_id,
        at=content.seen_at,
        place=_place(content),
        findings=tuple(found),
        partial=bool(content.unreadable),
        proofs=proofs_of(content, text_of(content), there),
    )


def findings(text: str, on: date, sections: Sequence[Section] = ()) -> list[Finding]:
    """Return what is wrong with the words and numbers of a text, by what is right `on` that day.

    `sections` say where in its document each part of the text stands.
    """
    detectors, read = _ready(), Text(text)
    hits = list(detectors.hits(read, on))
    found = [*hit.findings(read, hits, spoken_of(read) if hits else ()), *privacy.findings(read)]
    if not sections:
        return found
    return [msgspec.structs.replace(one, location=location(text, sections, one.start)) for one in found]


def _ready() -> _Detectors:
    if not _prepared:
        raise RuntimeError("streammon.detect.inspector.prepare was not called in this process")
    return _prepared[0]


def text_of(content: Content) -> str:
    """Return what is inspected: the title, a line break, the text."""
    return f"{content.title}\n{content.text}"


def _moved(content: Content) -> list[Section]:
    """Return the sections of an item as they lie behind its title."""
    ahead = len(content.title) + 1
    return [msgspec.structs.replace(section, start=section.start + ahead) for section in content.sections]


def _place(content: Content) -> Place:
    """Return where to look. A title may hold a number too, and goes into messages."""
    return Place(
        url=content.url,
        title=masked(content.title),
        kind=content.kind,
        host=urlsplit(content.url).netloc,
        parent=content.parent,
    )


def _read(materials: Materials) -> _Read:
    gathering = Gathering()
    with gathering:
        words = forbidden.load(materials.words)
    with gathering:
        entries = lexicon.load([lexicon.BASE, *materials.entries])
    with gathering:
        rules = context_file.load([context_file.BASE, *materials.rules])
    with gathering:
        model = _model(materials.model)
    gathering.raise_all()
    return _Read(words, entries, rules, model)


def _built(read: _Read, materials: Materials) -> _Detectors:
    return _Detectors(
        forbidden=Forbidden(read.words),
        lexicon=Lexicon(read.entries),
        rules=ContextRules(read.rules),
        expressions=Expressions(expressions_file.load(), materials.names),
        statistical=read.model,
        exemptions=Exemptions(materials.exemptions),
        pages=materials.pages,
    )


def _model(file: Path | None) -> Statistical | None:
    if file is None:
        return None
    try:
        model = ngrams.from_bytes(file.read_bytes())
    except (OSError, ValueError):
        raise ConfigError(str(file), say("detect.no_model"), say("detect.train")) from None
    return Statistical(model, cache(likeness().alike))
