"""Context rules as people write them: a TOML file of `[[rule]]` tables, each with the examples that prove it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from streammon.detect.context import WRONG, ContextRule, ContextRules
from streammon.detect.text import Text
from streammon.errors import ConfigError, ConfigErrors
from streammon.model.inspection import Severity
from streammon.words import say

BASE = Path(__file__).parent.parent / "lexicon" / "context.toml"
"""The rules that come with streammon."""

EXAMPLES = 5
"""A rule has at least so many sentences of either kind."""

_TEXTS = ("id", "why", "source", "severity", "pattern", "right")
_LISTS = ("triggers", "must", "must_not")
_TYPES: dict[str, type | tuple[type, ...]] = {
    **dict.fromkeys((*_TEXTS, "unless"), str),
    **dict.fromkeys(_LISTS, list),
    "confidence": (int, float),
    "review": bool,
}

Row = Mapping[str, object]


def load(files: Sequence[str | Path]) -> tuple[ContextRule, ...]:
    """Return the rules of the files; a rule of a later file replaces that of an earlier one with the same id.

    Raises ConfigErrors with every mistake in all of them.
    """
    mistakes: list[ConfigError] = []
    rules: dict[str, ContextRule] = {}
    for file in files:
        rules |= {rule.id: rule for rule in _read(Path(file), mistakes)}
    if mistakes:
        raise ConfigErrors(mistakes)
    return tuple(rules.values())


def _read(file: Path, mistakes: list[ConfigError]) -> list[ContextRule]:
    try:
        rows = tomllib.loads(file.read_bytes().decode("utf-8-sig")).get("rule", [])
    except OSError as error:
        mistakes.append(ConfigError(str(file), say("context.file.unreadable", why=error.strerror)))
        return []
    except ValueError as error:  # neither UTF-8 nor TOML
        mistakes.append(ConfigError(str(file), say("context.file.toml", why=error)))
        return []
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        mistakes.append(ConfigError(str(file), say("context.file.rules"), say("context.file.write_rules")))
        return []
    return [rule for place, row in enumerate(rows, 1) if (rule := _rule(file, place, row, mistakes))]


def _rule(file: Path, place: int, row: Row, mistakes: list[ConfigError]) -> ContextRule | None:
    """Return the rule of a table if nothing is wrong with it. Examples are tried only on a rule that has a form."""
    where = say("context.file.place", file=file, rule=row.get("id", place))
    found = list(_of_form(row)) or list(_of_words(row))
    rule = None if found else _made(row)
    if rule:
        found = list(_of_examples(rule))
    mistakes += [ConfigError(where, what) for what in found]
    return None if found else rule


def _of_form(row: Row) -> Iterator[str]:
    """Yield what is wrong with the keys of a table and the types of their values."""
    for key in sorted(row.keys() - _TYPES):
        yield say("context.file.unknown", name=key, known=", ".join(_TYPES))
    for key in (*_TEXTS, *_LISTS):
        if not row.get(key):
            yield say("context.file.lacking", name=key)
    for key, kind in _TYPES.items():
        value = row.get(key)
        if value and (not isinstance(value, kind) or (kind is list and not _all_texts(value))):
            yield say("context.file.type", name=key)


def _all_texts(values: object) -> bool:
    return isinstance(values, list) and all(isinstance(value, str) and value for value in values)


def _of_words(row: Row) -> Iterator[str]:
    """Yield what is wrong with the patterns and numbers of a table of the right form."""
    if row["severity"] not in list(Severity):
        yield say("context.file.severity", severity=row["severity"], known="、".join(Severity))
    if not 0 < _number(row) <= 1:
        yield say("context.file.confidence")
    for key in ("pattern", "unless"):
        try:
            re.compile(str(row.get(key, "")))
        except re.error as error:
            yield say("context.file.regex", name=key, why=error)
            return
    pattern = re.compile(str(row["pattern"]))
    if WRONG not in pattern.groupindex:
        yield say("context.file.group", group=WRONG)
    if strange := set(re.findall(r"\\g<(\w+)>", str(row["right"]))) - set(pattern.groupindex):
        yield say("context.file.groups", names=", ".join(sorted(strange)))


def _number(row: Row) -> float:
    confidence = row.get("confidence", 1.0)
    return float(confidence) if isinstance(confidence, int | float) else 0.0


def _made(row: Row) -> ContextRule:
    texts = {key: str(row[key]) for key in _TEXTS}
    severity = Severity(texts["severity"])
    triggers, must, must_not = (_strings(row[key]) for key in _LISTS)
    return ContextRule(
        id=texts["id"],
        why=texts["why"],
        source=texts["source"],
        severity=severity,
        confidence=_number(row),
        review=bool(row.get("review", severity is Severity.HINT)),
        triggers=triggers,
        pattern=re.compile(texts["pattern"]),
        right=texts["right"],
        unless=re.compile(str(row["unless"])) if row.get("unless") else None,
        must=must,
        must_not=must_not,
    )


def _strings(values: object) -> tuple[str, ...]:
    return tuple(str(value) for value in values) if isinstance(values, list) else ()


def _of_examples(rule: ContextRule) -> Iterator[str]:
    """Yield what the examples say against the rule."""
    for key, examples in (("must", rule.must), ("must_not", rule.must_not)):
        if len(examples) < EXAMPLES:
            yield say("context.file.few", name=key, found=len(examples), least=EXAMPLES)
    alone = ContextRules([rule])
    for example in rule.must:
        if not any(alone.find(Text(example))):
            yield say("context.file.missed", example=example)
    for example in rule.must_not:
        for hit in alone.find(Text(example)):
            yield say("context.file.false", example=example, wrong=hit.wrong)
