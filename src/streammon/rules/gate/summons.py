"""What the operator reads of the brake. The sentences: words/gate.toml."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from streammon.clock import LOCAL
from streammon.model.alert import Alert
from streammon.model.base import digest
from streammon.model.message import Words
from streammon.model.notice import Summons
from streammon.rules.gate.state import Pile
from streammon.words import say

SAMPLES = 3


def summons(pile: Pile, held: Sequence[Alert], operator: str, per_hour: int, now: datetime) -> Summons:
    """Return what tells the operator of a pile: how many alerts of which rule, some of them, and what can be done."""
    about = about_of(pile)
    since = (pile.since or now).astimezone(LOCAL)
    title = say("gate.summons.title", about=about, count=len(held))
    lead = say("gate.summons.lead", per_hour=per_hour, since=f"{since:%m-%d %H:%M}", count=len(held))
    samples = [say("gate.summons.sample", title=one.place.title, url=one.place.url) for one in held[:SAMPLES]]
    what_to_do = say("gate.summons.what_to_do", pile=pile.pile_id)
    short = say("gate.summons.short", about=about, count=len(held), pile=pile.pile_id)
    facts = {
        "unit": say("gate.summons.unit"),
        "problem": title,
        "advice": say("gate.summons.advice", pile=pile.pile_id),
        "deadline": say("gate.summons.deadline"),
        "url": held[0].place.url if held else "",
    }
    return Summons(
        notice_id=digest("summons", pile.pile_id, now.isoformat()),
        contact_id=operator,
        words=Words(title=title, body="\n".join([lead, *samples, what_to_do]), short=short, facts=facts),
        at=now,
    )


def about_of(pile: Pile) -> str:
    """Return the rule, and the wrong form where there is one."""
    return say("gate.about.form", rule=pile.rule, wrong=pile.wrong) if pile.wrong else pile.rule
