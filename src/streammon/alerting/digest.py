"""Several alerts in one message: what each is about in one line, the most urgent first, as many as fit."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from streammon.alerting.fit import fit, size
from streammon.alerting.segments import cut
from streammon.alerting.templating import Templates
from streammon.alerting.wording import (
    LIMIT,
    NAME_LIMIT,
    PLAIN,
    SHORT,
    deadline_words,
    flat,
    linkable,
    problem_words,
    said,
    titled,
)
from streammon.model.alert import Alert, AlertKind
from streammon.model.message import Words
from streammon.words import say

URGENCY = (AlertKind.OVERDUE, AlertKind.REMINDER, AlertKind.OPENED, AlertKind.WITHDRAWN, AlertKind.FIXED)
PROBLEM_LIMIT = 150
"""Bytes of what one line says is wrong: six lines fit however long they would be."""

MOST = 60
"""Lines that are tried at first: more never fit."""


def digest(
    alerts: Sequence[Alert],
    units: Mapping[str, str],
    is_working: Callable[[date], bool],
    templates: Templates,
    link_of: Callable[[Alert], str],
) -> Words:
    """Put several alerts of one contact into words; title and body have at most 2048 bytes with a line break.

    `units` has the names by id; `link_of` returns where an alert leads: its page, or where it can be answered.
    """
    ordered = sorted(alerts, key=lambda alert: (URGENCY.index(alert.kind), alert.deadline, alert.alert_id))
    names = "、".join(dict.fromkeys(units.get(alert.unit_id, alert.unit_id) for alert in ordered))
    lines = [_line(alert, is_working, link_of(alert)) for alert in ordered]
    facts = {
        "unit": fit(" ".join(names.split()), NAME_LIMIT),
        "problem": lines[0]["problem"],
        "deadline": deadline_words(min(alert.deadline for alert in alerts), is_working),
        "count": str(len(alerts)),
        "url": lines[0]["address"],
        "link": "",
    }
    title, body = titled(_fitted(templates, "digest-text", facts, lines))
    short = said(templates.render("digest-short", {**facts, "lines": lines, "rest": 0}), {"url": facts["url"]})
    return Words(
        title=title,
        body=body,
        markdown=_fitted(templates, "digest-markdown", _plain(facts), [_plain(line) for line in lines]),
        short=cut(flat(short), SHORT),
        facts={
            "unit": facts["unit"],
            "problem": say("alerting.digest.problem", count=len(alerts)),
            "advice": "",
            "deadline": facts["deadline"],
            "url": facts["url"],
        },
    )


def _line(alert: Alert, is_working: Callable[[date], bool], address: str) -> dict[str, str]:
    return {
        "kind": str(alert.kind),
        "what": say(f"alerting.digest.kind.{alert.kind}"),
        "problem": fit(problem_words(alert.finding), PROBLEM_LIMIT),
        "deadline": deadline_words(alert.deadline, is_working),
        "address": address,
    }


def _plain(facts: Mapping[str, str]) -> dict[str, str]:
    """Return the facts as a markdown text takes them: without signs of markup of their own."""
    addresses = ("url", "link", "address")
    return {name: linkable(fact) if name in addresses else fact.translate(PLAIN) for name, fact in facts.items()}


def _fitted(templates: Templates, name: str, facts: Mapping[str, str], lines: Sequence[Mapping[str, str]]) -> str:
    """Return the text with as many whole lines as there is room for, and how many are left out."""
    addresses = {line["address"]: line["address"] for line in lines[:MOST]}
    for count in range(min(len(lines), MOST), 0, -1):
        rest = len(lines) - count
        text = said(templates.render(name, {**facts, "lines": lines[:count], "rest": rest}), addresses)
        if size(text) <= LIMIT:
            return text
    return fit(text, LIMIT)
