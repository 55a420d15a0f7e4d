"""How fast text is looked through: the whole inspection, each detector, and what others offer, on the same text.

Everybody gets the documents one by one, in one thread; rounds in turn. The phrase scans look for the same phrases: the
wrong forms of the shipped lexicon and the fixed expressions.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path

import ahocorasick
import ahocorasick_rs
from presidio_analyzer import Pattern, PatternRecognizer

from streammon.detect import context, context_file, county_names, formats, inspector, mention, privacy
from streammon.detect.automaton import Automaton
from streammon.detect.expressions import detector as expressions
from streammon.detect.expressions import files as expressions_file
from streammon.detect.inspector import findings
from streammon.detect.lexicon import detector as lexicon
from streammon.detect.text import Text

ON = date(2024, 1, 1)
SECONDS = 0.5
"""A round goes through the documents until this is over, and at least once."""

Look = Callable[[str], object]

_IDENTITIES = {
    "CN_ID": r"(?<!\d)\d{17}[\dXx](?!\d)",
    "CN_CARD": r"(?<!\d)62\d{14,17}(?!\d)",
    "CN_MOBILE": r"(?<!\d)1[3-9]\d{9}(?!\d)",
}
_MEMORY = """
import os
from pathlib import Path
from streammon.detect import inspector
def resident(): return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
before = resident()
inspector.prepare()
print(resident() - before)
"""


@dataclass(frozen=True)
class Contender:
    """Somebody who looks through a text. `make` is given the phrases, and its time does not count."""

    name: str
    make: Callable[[Sequence[str]], Look]


def official(folder: Path) -> list[str]:
    """Return the documents of a folder."""
    files = sorted(path for path in folder.rglob("*") if path.suffix in (".txt", ".md"))
    return [path.read_text(encoding="utf-8") for path in files]


def contest(documents: Sequence[str], rounds: int, told: Callable[[str], None]) -> dict[Contender, list[float]]:
    """Return each contender's characters per second, round by round; one whose library is not there is left out."""
    wanted = phrases()
    looks: dict[Contender, Look] = {}
    for contender in CONTENDERS:
        try:
            looks[contender] = contender.make(wanted)
        except ImportError as error:
            told(f"left out: {contender.name}: {error}")
    rates: dict[Contender, list[float]] = {contender: [] for contender in looks}
    for number in range(rounds):
        for contender, look in looks.items():
            rates[contender].append(_rate(look, documents))
            told(f"round {number + 1}: {contender.name}: {rates[contender][-1]:,.0f} characters/s")
    return rates


def _rate(look: Look, documents: Sequence[str]) -> float:
    begin, seconds, done = time.perf_counter(), 0.0, 0
    while seconds < SECONDS:
        for document in documents:
            look(document)
        done += sum(map(len, documents))
        seconds = time.perf_counter() - begin
    return done / seconds


def phrases() -> list[str]:
    """Return what the phrase scans look for."""
    wrong = (entry.wrong for entry in lexicon.load([lexicon.BASE]))
    return list(dict.fromkeys([*wrong, *(expression.text for expression in expressions_file.load())]))


def _all(found: Iterable[object]) -> None:
    deque(found, 0)


def _whole(_: Sequence[str]) -> Look:
    inspector.prepare()
    return partial(findings, on=ON)


def _folding(_: Sequence[str]) -> Look:
    return lambda text: Text(text).simplified


def _mention(_: Sequence[str]) -> Look:
    return lambda text: mention.spoken_of(Text(text))


def _lexicon(_: Sequence[str]) -> Look:
    detector = lexicon.Lexicon(lexicon.load([lexicon.BASE]))
    return lambda text: _all(detector.find(Text(text), ON))


def _context(_: Sequence[str]) -> Look:
    detector = context.ContextRules(context_file.load([context_file.BASE]))
    return lambda text: _all(detector.find(Text(text)))


def _expressions(_: Sequence[str]) -> Look:
    detector = expressions.Expressions(expressions_file.load())
    return lambda text: _all(detector.find(Text(text)))


def _formats(_: Sequence[str]) -> Look:
    return lambda text: _all(formats.find(Text(text)))


def _county_names(_: Sequence[str]) -> Look:
    return lambda text: _all(county_names.find(Text(text)))


def _privacy(_: Sequence[str]) -> Look:
    return lambda text: privacy.findings(Text(text))


def _ours(words: Sequence[str]) -> Look:
    automaton = Automaton({word: word for word in words})
    return lambda text: _all(automaton.matches(text))


def _plain(words: Sequence[str]) -> Look:
    automaton = ahocorasick.Automaton()
    for word in words:
        automaton.add_word(word, word)
    automaton.make_automaton()
    return lambda text: _all(automaton.iter(text))


def _rust(words: Sequence[str]) -> Look:
    return ahocorasick_rs.AhoCorasick(words).find_matches_as_indexes


def _confusion(words: Sequence[str]) -> Look:
    """Load the one module of pycorrector: the package itself imports models that need torch."""
    package = find_spec("pycorrector")
    if package is None or not package.submodule_search_locations:
        raise ImportError("pycorrector is not installed: pip install pycorrector")
    file = Path(package.submodule_search_locations[0]) / "confusion_corrector.py"
    spec = spec_from_file_location("confusion_corrector", file)
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    look: Look = module.ConfusionCorrector({word: word for word in words}).correct
    return look


def _presidio(_: Sequence[str]) -> Look:
    recognizers = [
        PatternRecognizer(name, patterns=[Pattern(name, regex, 0.5)], supported_language="zh")
        for name, regex in _IDENTITIES.items()
    ]
    return lambda text: [recognizer.analyze(text, recognizer.supported_entities) for recognizer in recognizers]


WHOLE = Contender("**whole inspection**", _whole)
OURS = Contender("**streammon, phrases alone**", _ours)
PLAIN = Contender("pyahocorasick, used plainly", _plain)
CONTENDERS = (
    WHOLE,
    Contender("folding (part of each line below)", _folding),
    Contender("mention is not use", _mention),
    Contender("lexicon", _lexicon),
    Contender("context rules", _context),
    Contender("fixed expressions", _expressions),
    Contender("formats", _formats),
    Contender("names of counties", _county_names),
    Contender("numbers of persons", _privacy),
    OURS,
    PLAIN,
    Contender("ahocorasick_rs", _rust),
    Contender("pycorrector, ConfusionCorrector", _confusion),
    Contender("Presidio, three patterns", _presidio),
)


def memory() -> float:
    """Return what a process grows by when it is made ready to inspect, in MB."""
    done = subprocess.run([sys.executable, "-c", _MEMORY], capture_output=True, text=True, check=True)
    return int(done.stdout) / 1e6


def table(rates: dict[Contender, list[float]], documents: Sequence[str], rounds: int) -> Iterator[str]:
    """Yield the lines of the table and the ratios that count."""
    characters = sum(map(len, documents))
    width = sum(len(document.encode()) for document in documents) / characters
    yield (
        f"{len(documents)} documents, {characters:,} characters, {len(phrases()):,} phrases, {rounds} rounds in turn,"
        " one thread, medians:"
    )
    yield ""
    yield "| who | characters/s | MB/s (UTF-8) |"
    yield "|---|--:|--:|"
    median = {contender: statistics.median(found) for contender, found in rates.items()}
    for contender, rate in median.items():
        yield f"| {contender.name} | {rate:,.0f} | {rate * width / 1e6:,.1f} |"
    yield ""
    each = sorted(ours / plain for ours, plain in zip(rates[OURS], rates[PLAIN], strict=True))
    ratio = median[OURS] / median[PLAIN]
    yield f"- phrases, streammon / pyahocorasick: **{ratio:.1f}** (rounds {each[0]:.1f} to {each[-1]:.1f}; goal 5)"
    yield f"- whole inspection: **{median[WHOLE] * width / 1e6:.1f} MB/s** on one core (goal 10)"
    yield f"- memory of everything that is prepared: **{memory():.0f} MB** (goal: under 200)"
