"""`lexicon`: check word files, explain what they find in a text, add an entry."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from streammon.cli import own_entries, training
from streammon.clock import LOCAL, SystemClock
from streammon.detect import forbidden
from streammon.detect.automaton import leftmost_longest
from streammon.detect.lexicon.detector import BASE, Lexicon, Match, load
from streammon.detect.lexicon.doubts import doubts
from streammon.detect.lexicon.entry import Entry
from streammon.detect.masking import snippet
from streammon.detect.mention import spoken_of
from streammon.detect.text import Text
from streammon.errors import ConfigError, Gathering
from streammon.model.inspection import Severity
from streammon.words import say

app = typer.Typer(help=say("lexicon.help"), no_args_is_help=True)


@app.command("check", help=say("lexicon.check.help"))
def check(paths: Annotated[list[Path], typer.Argument(help=say("lexicon.check.path"))]) -> None:
    """Name every mistake; then what will raise false alarms."""
    gathering = Gathering()
    files: list[Path] = []
    entries: tuple[Entry, ...] = ()
    words: tuple[forbidden.Word, ...] = ()
    for path in paths:
        with gathering:
            files += _word_files(path)
    with gathering:
        entries = load(_ending(files, ".csv"))
    with gathering:
        words = forbidden.load(_ending(files, ".txt"))
    gathering.raise_all()
    print(say("lexicon.check.good", entries=len(entries), words=len(words)))
    _print_doubts(entries)


@app.command("explain", help=say("lexicon.explain.help"))
def explain(
    text: Annotated[str, typer.Argument(help=say("lexicon.explain.text"))],
    site: Annotated[Path | None, typer.Option("--site", help=say("lexicon.explain.site"))] = None,
    on: Annotated[str, typer.Option("--on", help=say("lexicon.explain.on"))] = "",
) -> None:
    """Tell which entries fire and which are held back, and by what."""
    read = Text(sys.stdin.read() if text == "-" else text)
    files = sorted((site / "lexicon").glob("*.csv")) if site else []
    day = _day(on) if on else SystemClock().now().astimezone(LOCAL).date()
    matches = list(Lexicon(load([BASE, *files])).matches(read, day))
    reported = set(leftmost_longest(match for match in matches if not match.held_back))
    mentions = spoken_of(read)
    for match in sorted(matches, key=lambda match: (match.start, -match.end)):
        spoken = any(start <= match.start and match.end <= end for start, end in mentions)
        _print_match(match, read, _verdict(match, spoken=spoken, reported=match in reported))
    if not matches:
        print(say("lexicon.explain.nothing"))


@app.command("add", help=say("lexicon.add.help"))
def add(
    wrong: Annotated[str, typer.Argument(help=say("lexicon.add.wrong"))],
    right: Annotated[str, typer.Argument(help=say("lexicon.add.right"))],
    site: Annotated[Path, typer.Option("--site", help=say("lexicon.add.site"))],
    severity: Annotated[str, typer.Option("--severity", help=say("lexicon.add.severity"))] = Severity.ORDINARY.value,
    category: Annotated[str, typer.Option("--category", help=say("lexicon.add.category"))] = say("lexicon.add.own"),
    source: Annotated[str, typer.Option("--source", help=say("lexicon.add.source"))] = say("lexicon.add.own"),
    allow: Annotated[list[str] | None, typer.Option("--allow", help=say("lexicon.add.allow"))] = None,
    include: Annotated[list[str] | None, typer.Option("--include", help=say("lexicon.add.include"))] = None,
    exclude: Annotated[list[str] | None, typer.Option("--exclude", help=say("lexicon.add.exclude"))] = None,
    since: Annotated[str, typer.Option("--from", help=say("lexicon.add.since"))] = "",
    until: Annotated[str, typer.Option("--until", help=say("lexicon.add.until"))] = "",
) -> None:
    """Add an entry to the site's own lexicon, if nothing is wrong with it."""
    words = ["|".join(option or ()) for option in (include, exclude, allow)]
    file, entry = own_entries.add(site, [wrong, right, category, severity, *words, since, until, source])
    print(say("lexicon.add.done", file=file, wrong=entry.wrong, right=entry.right))
    _print_doubts([entry])


@app.command("train", help=say("lexicon.train.help"))
def train(
    archive: Annotated[list[str], typer.Argument(help=say("lexicon.train.archive"))],
    site: Annotated[Path, typer.Option("--site", help=say("lexicon.add.site"))],
) -> None:
    """Learn how the site writes."""
    file, read, left_out = training.train(archive, site)
    print(say("lexicon.train.done", file=file, read=read, left_out=left_out))


def _word_files(path: Path) -> list[Path]:
    """Return the word files at a path: one itself, those of a folder, or those of a site folder."""
    if not path.is_dir():
        return [path]
    of_site = (path / "site.toml").exists() or (path / "lexicon").is_dir()
    folder = path / "lexicon" if of_site else path
    files = [file for file in sorted(folder.glob("*")) if file.suffix in (".csv", ".txt")]
    if not files:
        raise ConfigError(str(path), say("lexicon.check.nothing"), say("lexicon.check.instead"))
    return files


def _ending(files: Iterable[Path], suffix: str) -> list[Path]:
    return [file for file in files if file.suffix == suffix]


def _print_doubts(entries: Sequence[Entry]) -> None:
    """Print what will raise false alarms, by itself or beside the shipped entries that are not replaced."""
    own = {entry.wrong for entry in entries}
    for doubt in doubts(entries, [entry for entry in load([BASE]) if entry.wrong not in own]):
        key = "lexicon.check.in_right" if doubt.right else "lexicon.check.in_clean"
        print(say(key, wrong=doubt.entry.wrong, text=doubt.text))


def _verdict(match: Match, *, spoken: bool, reported: bool) -> str:
    if match.held_back:
        return say(f"lexicon.explain.{match.held_back.why}", by=match.held_back.by)
    if spoken:
        return say("lexicon.explain.mention")
    if not reported:
        return say("lexicon.explain.overlap")
    return say("lexicon.explain.review" if match.entry.severity is Severity.HINT else "lexicon.explain.found")


def _print_match(match: Match, text: Text, verdict: str) -> None:
    start, end = text.span(match.start, match.end)
    entry = match.entry
    place = say("lexicon.explain.place", start=start + 1, end=end, snippet=snippet(text.original, start, end))
    print(place)
    print(
        say("lexicon.explain.entry", wrong=entry.wrong, right=entry.right, severity=entry.severity, source=entry.source)
    )
    print(f"    {verdict}")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ConfigError(text, say("lexicon.file.date", text=text), say("lexicon.file.date_form")) from None
