"""What a contact reads: unit, problem, where it is, what to do and until when. The sentences: words/alerting.toml."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date, datetime

from streammon.alerting.fit import fit, size
from streammon.alerting.segments import EACH, cut, units
from streammon.clock import LOCAL
from streammon.model.alert import Alert, AlertKind
from streammon.model.inspection import Finding
from streammon.model.message import Words
from streammon.words import say

LIMIT = 2048
"""Bytes of title, line break and body together: what a WeCom robot takes as one text."""

SHORT = 4 * EACH
"""UTF-16 code units of a text message: four segments."""

TITLE_LIMIT, NAME_LIMIT, WORD_LIMIT, WHY_LIMIT = 240, 120, 120, 300

LONG_NUMBER = re.compile(r"\d(?:[ -]?\d){10,}[Xx]?")
"""Long enough for a mobile number: what must not leave the house, should a detector have let it pass."""


def compose(
    alert: Alert, unit_name: str, source_name: str, is_working: Callable[[date], bool], link: str = ""
) -> Words:
    """Put an alert into words. Title and body have, with a line break between them, at most 2048 bytes of UTF-8.

    `is_working` is asked about the deadline's day (a Sunday may be worked). The snippet gets the room that is left;
    names and reasons are kept short, and the address of the page is cut only if it fills the message by itself. The
    short text has at most 4 segments. `link` leads to where the contact can answer; without one, the short text has the
    address of the page.
    """
    problem = problem_words(alert.finding)
    title = fit(say(f"alerting.title.{alert.kind}", unit=_safe(unit_name), problem=problem), TITLE_LIMIT)
    lead = say(f"alerting.lead.{alert.kind}", deadline=deadline_words(alert.deadline, is_working))
    lines = [lead, _line("unit", _safe(unit_name)), _line("source", _safe(source_name)), _line("problem", problem)]
    if alert.kind not in {AlertKind.FIXED, AlertKind.WITHDRAWN}:
        lines += _advice(alert.finding)
    lines += [
        _line("page", _safe(alert.place.title)),
        _line("url", alert.place.url),
        *([_line("link", link)] if link else []),
    ]
    room = LIMIT - size(title) - size("\n")
    body = fit("\n".join([*lines, *_snippet(alert.finding, room - size("\n".join(lines)))]), room)
    facts = _facts(alert, unit_name, problem, is_working) | ({"url": link} if link else {})
    return Words(title=title, body=body, short=_short(alert.kind, facts), facts=facts)


def _facts(alert: Alert, unit_name: str, problem: str, is_working: Callable[[date], bool]) -> dict[str, str]:
    return {
        "unit": _safe(unit_name),
        "problem": problem,
        "advice": _suggestion(alert.finding),
        "deadline": deadline_words(alert.deadline, is_working),
        "url": alert.place.url,
    }


def _short(kind: AlertKind, facts: Mapping[str, str]) -> str:
    """Return one text message. Where it would be too long, the problem is cut first and the address last."""
    without = {**facts, "problem": ""}
    rest = units(say(f"alerting.short.{kind}", **without))
    if rest > SHORT - EACH:
        without["advice"] = ""
        rest = units(say(f"alerting.short.{kind}", **without))
    problem = cut(facts["problem"], SHORT - rest)
    return cut(say(f"alerting.short.{kind}", **{**without, "problem": problem}), SHORT)


def deadline_words(deadline: datetime, is_working: Callable[[date], bool]) -> str:
    """Return a deadline as it is said: 9月29日（周日，调休上班）18:00前, in local time."""
    local = deadline.astimezone(LOCAL)
    return say("alerting.deadline", day=_day(local.date(), is_working), time=f"{local:%H:%M}")


def _day(day: date, is_working: Callable[[date], bool]) -> str:
    weekend, working = day.isoweekday() > 5, is_working(day)
    key = "day_made_up" if weekend and working else "day" if working else "day_off"
    weekday = say("alerting.weekdays").split()[day.weekday()]
    return say(f"alerting.{key}", month=day.month, day=day.day, weekday=weekday)


def _of_rule(table: str, finding: Finding, **facts: str) -> str:
    """Return the sentence of the rule in `table` or, where it has none of its own, that of its family, or of any."""
    family, _, _ = finding.rule.partition("/")
    for name in (finding.rule, family):
        with suppress(KeyError):
            return say(f"alerting.{table}.{name}", **facts)
    return say(f"alerting.{table}.other", **facts)


def problem_words(finding: Finding) -> str:
    """Return what is wrong, in a few words and without a full number."""
    return _of_rule(
        "problem",
        finding,
        wrong=_safe(finding.wrong, WORD_LIMIT),
        since=_date(finding.since),
        limit=say("alerting.limit.days", days=finding.limit) if finding.limit.isdecimal() else finding.limit,
    )


def _date(moment: datetime | None) -> str:
    if moment is None:
        return ""
    local = moment.astimezone(LOCAL)
    return say("alerting.date", month=local.month, day=local.day)


def _advice(finding: Finding) -> list[str]:
    """Return the lines that say why it is a problem and what to do; the right words say both."""
    suggestion = _line("suggestion", _suggestion(finding))
    return (
        [_line("why", _safe(finding.why, WHY_LIMIT)), suggestion] if finding.why and not finding.right else [suggestion]
    )


def _suggestion(finding: Finding) -> str:
    if finding.right:
        return say("alerting.suggestion.replace", right=_safe(finding.right, WORD_LIMIT))
    return _of_rule("suggestion", finding)


def _line(name: str, text: str) -> str:
    return say(f"alerting.line.{name}", text=text)


def _snippet(finding: Finding, room: int) -> list[str]:
    """Return the line with the text around the problem, as far as `room` bytes allow; none where too little is left."""
    frame = size("\n" + _line("snippet", ""))
    cut = fit(" ".join(_masked(finding.snippet).split()), room - frame)
    return [_line("snippet", cut)] if cut else []


def _safe(text: str, limit: int = NAME_LIMIT) -> str:
    return fit(_masked(text), limit)


def _masked(text: str) -> str:
    """Return `text` with the middle of every long number hidden. Findings come masked; titles of pages do not."""
    return LONG_NUMBER.sub(lambda found: found[0][:3] + "*" * (len(found[0]) - 5) + found[0][-2:], text)
