"""A site's own wording, held against sample alerts before anybody is to read it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from streammon.alerting.fit import size
from streammon.alerting.segments import EACH, segments, units
from streammon.alerting.templating import SINGLE, Facts, Templates
from streammon.alerting.wording import LIMIT, SHORT, flat
from streammon.errors import ConfigError, Gathering
from streammon.model.alert import OVER, AlertKind
from streammon.words import say

LINK = "https://jc.example.gov.cn/t/" + "A" * 60
URL = "http://www.example.gov.cn/zwgk/fdzdgknr/202409/t20240927_1234567.html"
"""As long as they come."""

NEEDED = ("unit", "problem", "deadline")
"""What nobody can do without, while something is to be done."""

SHORTEST = frozenset({"short", "digest-short"})


def templates_of(folder: Path) -> Templates:
    """Return the templates of a site, of which `folder` has its own. Raises ConfigErrors with every mistake in them."""
    templates = Templates(folder)
    gathering = Gathering()
    for name in templates.own:
        with gathering:
            _check(templates, name)
    gathering.raise_all()
    return templates


def _check(templates: Templates, name: str) -> None:
    """Raise ConfigError where a template fails for a sample, says too little, or too much."""
    for about, facts in _samples(name):
        text = templates.try_own(name, facts)
        needed = {fact: str(facts[fact]) for fact in NEEDED} if about not in OVER else {}
        if about not in OVER:
            needed["link"] = str(facts["link"] or facts["url"])
        for fact, words in needed.items():
            if words not in text:
                what = say("alerting.template.missing", name=fact, about=_label(about))
                raise ConfigError(str(templates.own[name]), what, say("alerting.template.put", name=fact))
        _check_length(str(templates.own[name]), name, _label(about), text)


def _check_length(where: str, name: str, about: str, text: str) -> None:
    if name not in SHORTEST:
        if size(text) > LIMIT:
            what = say("alerting.template.long", about=about, size=size(text), limit=LIMIT)
            raise ConfigError(where, what)
    elif units(flat(text)) > SHORT:
        what = say("alerting.template.long_short", about=about, segments=segments(flat(text)), limit=SHORT // EACH)
        raise ConfigError(where, what)


def _label(about: str) -> str:
    return say(f"alerting.digest.kind.{about}")


def _samples(name: str) -> Iterator[tuple[str, Facts]]:
    """Yield what the sample is about, and its facts: every kind with and without what may be missing."""
    common = {
        "unit": say("alerting.sample.unit"),
        "problem": say("alerting.sample.problem"),
        "deadline": say("alerting.sample.deadline"),
        "url": URL,
    }
    if name not in SINGLE:
        for rest in (0, 9):
            yield "digest", {**common, "link": "", "count": str(3 + rest), "lines": [_line()] * 3, "rest": rest}
        return
    for kind in AlertKind:
        for link, why, snippet in ((LINK, "", say("alerting.sample.snippet")), ("", say("alerting.sample.why"), "")):
            single = {"kind": str(kind), "to_do": kind not in OVER, "why": why, "snippet": snippet, "link": link}
            named = {part: say(f"alerting.sample.{part}") for part in ("source", "page", "advice")}
            yield kind, {**common, **named, **single}


def _line() -> dict[str, str]:
    return {
        "kind": str(AlertKind.OPENED),
        "what": say("alerting.digest.kind.opened"),
        "problem": say("alerting.sample.problem"),
        "deadline": say("alerting.sample.deadline"),
        "address": URL,
    }
