"""What a contact reads: unit, problem, where it is, what to do and until when, in every form that channels take."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from urllib.parse import quote

from streammon.alerting.fit import fit, size
from streammon.alerting.masking import masked
from streammon.alerting.segments import EACH, cut, units
from streammon.alerting.templating import Facts, Templates
from streammon.clock import LOCAL
from streammon.model.alert import OVER, Alert
from streammon.model.inspection import Finding
from streammon.model.message import Words
from streammon.words import say

LIMIT = 2048
"""Bytes of title, line break and body together, and of a markdown text: what a WeCom robot takes as one text."""

SHORT = 4 * EACH
"""UTF-16 code units of a text message: four segments."""

TITLE_LIMIT, NAME_LIMIT, WORD_LIMIT, WHY_LIMIT = 240, 120, 120, 300

PLAIN = str.maketrans("<>[]()*_`#~|", "＜＞［］（）＊＿｀＃～｜")
"""Signs of markup become signs that only look like them: what stands on a stranger's page is no markup of ours."""


def compose(
    alert: Alert,
    unit_name: str,
    source_name: str,
    is_working: Callable[[date], bool],
    templates: Templates,
    link: str = "",
) -> Words:
    """Put an alert into words. Title and body have, with a line break between them, at most 2048 bytes of UTF-8.

    `is_working` is asked about the deadline's day (a Sunday may be worked). The snippet gets the room that is left;
    names and reasons are kept short, and the address of the page is cut only if it fills the message by itself. The
    short text has at most 4 segments. `link` leads to where the contact can answer; without one, the short text has the
    address of the page.
    """
    to_do = alert.kind not in OVER
    facts = {
        "unit": _safe(unit_name),
        "problem": problem_words(alert.finding),
        "advice": _suggestion(alert.finding),
        "deadline": deadline_words(alert.deadline, is_working),
        "source": _safe(source_name),
        "page": _safe(alert.place.title),
        # The right words say by themselves why the others are wrong.
        "why": "" if alert.finding.right else _safe(alert.finding.why, WHY_LIMIT),
        "kind": str(alert.kind),
    }
    addresses = {"url": alert.place.url, "link": link}
    snippet = one_line(masked(alert.finding.snippet))
    more = {**addresses, "to_do": to_do}
    title, body = titled(_fitted(templates, "text", {**facts, **more}, snippet, addresses))
    plain = {name: fact.translate(PLAIN) for name, fact in facts.items()}
    linked = {name: linkable(address) for name, address in addresses.items()}
    named = {name: facts[name] for name in ("unit", "problem", "advice", "deadline")}
    pressed = {"link": link} if link and to_do else {}
    return Words(
        title=title,
        body=body,
        markdown=_fitted(templates, "markdown", {**plain, **more, **linked}, snippet.translate(PLAIN), linked),
        short=_short(templates, {**facts, **more}, addresses),
        facts={**named, "url": link or alert.place.url, **pressed},
    )


def linkable(address: str) -> str:
    """Return an address that does not end a link of markdown before its time."""
    return re.sub(r"[() <>]", lambda sign: quote(sign[0]), address)


def titled(text: str) -> tuple[str, str]:
    """Return title and body of a text of which the first line is the title; together they have at most LIMIT bytes."""
    first, _, rest = text.partition("\n")
    title = fit(first, TITLE_LIMIT)
    return title, fit(rest, LIMIT - size(title) - size("\n"))


def said(text: str, addresses: Facts) -> str:
    """Return a rendered text with long numbers hidden, but for those in the addresses, which would lead nowhere."""
    whole = sorted({str(one) for one in addresses.values() if one}, key=len, reverse=True)
    if not whole:
        return masked(text)
    pieces = re.split(f"({'|'.join(map(re.escape, whole))})", text)
    return "".join(piece if piece in whole else masked(piece) for piece in pieces)


def flat(text: str) -> str:
    """Return a text message: in one line, whatever lines its template has."""
    return "".join(line.strip() for line in text.splitlines())


def one_line(text: str) -> str:
    """Return `text` with every run of blanks and line breaks as one blank."""
    return " ".join(text.split())


def _fitted(templates: Templates, name: str, facts: Facts, snippet: str, addresses: Facts) -> str:
    """Return the text with as much of the snippet as there is room for."""

    def rendered(shown: str) -> str:
        return said(templates.render(name, {**facts, "snippet": shown}), addresses)

    bare = rendered("")
    frame = size(rendered("-")) - size(bare) - 1
    shown = fit(snippet, LIMIT - size(bare) - frame)
    return fit(rendered(shown), LIMIT) if shown else fit(bare, LIMIT)


def _short(templates: Templates, facts: dict[str, object], addresses: Facts) -> str:
    """Return one text message. Where it would be too long, the problem is cut first and the address last."""

    def rendered(**changes: str) -> str:
        return flat(said(templates.render("short", {**facts, "snippet": "", **changes}), addresses))

    rest, advice = units(rendered(problem="")), str(facts["advice"])
    if rest > SHORT - EACH:
        advice = ""
        rest = units(rendered(problem="", advice=""))
    return cut(rendered(problem=cut(str(facts["problem"]), SHORT - rest), advice=advice), SHORT)


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


def _suggestion(finding: Finding) -> str:
    if finding.right:
        return say("alerting.suggestion.replace", right=_safe(finding.right, WORD_LIMIT))
    return _of_rule("suggestion", finding)


def _safe(text: str, limit: int = NAME_LIMIT) -> str:
    return fit(one_line(masked(text)), limit)
