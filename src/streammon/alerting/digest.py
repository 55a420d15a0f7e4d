"""Several alerts in one message: what each is about in one line, the most urgent first, as many as fit."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from streammon.alerting.fit import fit, size
from streammon.alerting.segments import cut
from streammon.alerting.wording import LIMIT, SHORT, deadline_words, problem_words
from streammon.model.alert import Alert, AlertKind
from streammon.model.message import Words
from streammon.words import say

URGENCY = (AlertKind.OVERDUE, AlertKind.REMINDER, AlertKind.OPENED, AlertKind.WITHDRAWN, AlertKind.FIXED)
LINE_LIMIT = 300
"""Bytes of one line: six of them fit however long they would be."""


def digest(
    alerts: Sequence[Alert],
    units: Mapping[str, str],
    is_working: Callable[[date], bool],
    link_of: Callable[[Alert], str],
) -> Words:
    """Put several alerts of one contact into words; title and body have at most 2048 bytes with a line break.

    `units` has the names by id; `link_of` returns where an alert leads: its page, or where it can be answered.
    """
    ordered = sorted(alerts, key=lambda alert: (URGENCY.index(alert.kind), alert.deadline, alert.alert_id))
    names = "、".join(dict.fromkeys(units.get(alert.unit_id, alert.unit_id) for alert in ordered))
    facts = {
        "unit": fit(names, 120),
        "problem": say("alerting.digest.problem", count=len(alerts)),
        "advice": "",
        "deadline": deadline_words(min(alert.deadline for alert in alerts), is_working),
        "url": link_of(ordered[0]),
    }
    title = fit(say("alerting.digest.title", **facts), 240)
    lead = say("alerting.digest.lead", **facts)
    lines = [_line(alert, is_working, link_of(alert)) for alert in ordered]
    body = _fitted(lead, lines, LIMIT - size(title) - size("\n"))
    short = cut(say("alerting.digest.short", first=problem_words(ordered[0].finding), **facts), SHORT)
    return Words(title=title, body=body, short=short, facts=facts)


def _line(alert: Alert, is_working: Callable[[date], bool], link: str) -> str:
    about = say(
        "alerting.digest.line",
        kind=say(f"alerting.digest.kind.{alert.kind}"),
        problem=problem_words(alert.finding),
        deadline=deadline_words(alert.deadline, is_working),
    )
    return fit(about, max(LINE_LIMIT - size(link) - 1, 60)) + "\n" + link


def _fitted(lead: str, lines: Sequence[str], room: int) -> str:
    """Return the lead and as many whole lines as there is room for, with how many are left out."""
    for count in range(len(lines), 0, -1):
        rest = [say("alerting.digest.rest", count=len(lines) - count)] if count < len(lines) else []
        numbered = [f"{number}. {line}" for number, line in enumerate(lines[:count], 1)]
        body = "\n".join([lead, *numbered, *rest])
        if size(body) <= room:
            return body
    return fit(lead, room)
