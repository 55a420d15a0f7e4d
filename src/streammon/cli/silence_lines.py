"""What is kept back, a line each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from streammon.assembly.silencing import KeptBack
from streammon.clock import LOCAL
from streammon.model.policy import Maintenance
from streammon.model.silence import Matcher, Silence, SilenceEnd
from streammon.model.unit import Unit
from streammon.rules.gate import GateState
from streammon.rules.gate.silences import window_end
from streammon.rules.gate.summons import about_of
from streammon.words import say


def list_lines(found: KeptBack, windows: Iterable[Maintenance], now: datetime) -> Iterator[str]:
    """Yield a line per silence, the newest first, and per maintenance window, and how much is held now."""
    newest = sorted(found.silences.values(), key=lambda one: one.at, reverse=True)
    lines = [_silence(one, found.ended.get(one.order_id), now) for one in newest]
    lines += [_window(window, now) for window in windows]
    yield from lines or [say("gate.list.none")]
    braked = sum(one.group != "" for one in found.state.held.values())
    if found.state.held:
        yield say("gate.list.held", silenced=len(found.state.held) - braked, braked=braked)


def held_lines(state: GateState, units: Mapping[str, Unit], samples: int) -> Iterator[str]:
    """Yield a line per pile of the brake, and one per sample of its alerts."""
    piles = {group: pile for group, pile in state.piles.items() if pile.pile_id}
    if not piles:
        yield say("gate.list.no_piles")
    for group, pile in piles.items():
        held = [one.alerts[0] for one in state.held.values() if one.group == group]
        since = moment_text(pile.since) if pile.since else ""
        yield say("gate.list.pile", pile=pile.pile_id, about=about_of(pile), since=since, count=len(held))
        for alert in held[:samples]:
            unit = units[alert.unit_id].name if alert.unit_id in units else alert.unit_id
            yield say("gate.list.sample", unit=unit, title=alert.place.title, url=alert.place.url)
        if samples < len(held):
            yield say("gate.list.more", count=len(held) - samples)


def what_text(matcher: Matcher) -> str:
    """Return in words which alerts are meant."""
    named = {
        "unit": matcher.unit_id,
        "source": matcher.source_id,
        "host": matcher.host,
        "rules": "、".join(matcher.rules),
    }
    parts = [
        say("gate.list.what", name=say(f"gate.what.{name}"), value=value) for name, value in named.items() if value
    ]
    return "，".join(parts) or say("gate.list.everything")


def moment_text(moment: datetime) -> str:
    """Return a moment in local time, to the minute."""
    return f"{moment.astimezone(LOCAL):%Y-%m-%d %H:%M}"


def _silence(silence: Silence, end: SilenceEnd | None, now: datetime) -> str:
    state = "to_come" if now < silence.since else "running" if now < silence.until else "over"
    line = say(
        "gate.list.silence",
        silence=silence.order_id,
        state=say("gate.state.ended" if end else f"gate.state.{state}"),
        since=moment_text(silence.since),
        until=moment_text(silence.until),
        what=what_text(silence.matcher),
        by=silence.by,
        reason=silence.reason,
    )
    if end is None:
        return line
    reason = f"：{end.reason}" if end.reason else ""
    return line + say("gate.list.ended_by", by=end.by, at=moment_text(end.at), reason=reason)


def _window(window: Maintenance, now: datetime) -> str:
    running = window_end(window, now) is not None
    if window.since is not None and window.until is not None:
        times = say("gate.list.once", since=moment_text(window.since), until=moment_text(window.until))
        state = "running" if running else "to_come" if now < window.since else "over"
    else:
        days = "".join(say(f"gate.day.{day}") for day in window.days) or say("gate.list.every_day")
        times = say("gate.list.weekly", days=days, begins=f"{window.begins:%H:%M}", ends=f"{window.ends:%H:%M}")
        state = "running" if running else "to_come"
    words = {"times": times, "what": what_text(window), "reason": window.reason}
    return say("gate.list.maintenance", state=say(f"gate.state.{state}"), **words)
