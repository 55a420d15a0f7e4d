"""`silences`: which alerts are kept back, by whom and until when; and what becomes of those that the brake holds."""

from __future__ import annotations

import asyncio
import getpass
from collections.abc import Collection
from datetime import datetime
from typing import Annotated

import typer

from streammon.assembly.options import Options
from streammon.assembly.silencing import Gatehouse, KeptBack
from streammon.assembly.sites import read_site
from streammon.cli import options as cli
from streammon.cli.silence_lines import held_lines, list_lines, moment_text, what_text
from streammon.clock import SystemClock
from streammon.errors import ConfigError
from streammon.imports.moments import moment_of
from streammon.model.base import digest
from streammon.model.silence import Matcher, Order, Ruling, Silence, SilenceEnd
from streammon.site import Site
from streammon.words import say

app = typer.Typer(help=say("cli.silences.help"), no_args_is_help=True)

Reason = Annotated[str, typer.Option("--reason", help=say("gate.option.reason"))]
By = Annotated[str, typer.Option("--by", help=say("gate.option.by"))]
SilenceId = Annotated[str, typer.Argument(metavar="ID", help=say("gate.option.silence_id"))]
PileId = Annotated[str, typer.Argument(metavar="ID", help=say("gate.option.pile_id"))]


@app.command("list", help=say("gate.option.list"))
def list_(site: cli.Site, data: cli.Data = cli.DATA, log: cli.Log = "", prefix: cli.Prefix = cli.PREFIX) -> None:
    """Print a line per silence and maintenance window, past ones too."""
    door = _Door(Options(site, data, log, prefix=prefix))
    for line in list_lines(door.kept_back(), door.site.policy.maintenance, door.now):
        print(line)


@app.command("add", help=say("gate.option.add"))
def add(
    site: cli.Site,
    until: Annotated[str, typer.Option("--until", help=say("gate.option.until"))],
    reason: Reason,
    unit: Annotated[str, typer.Option("--unit", help=say("gate.option.unit"))] = "",
    source: Annotated[str, typer.Option("--source", help=say("gate.option.source"))] = "",
    host: Annotated[str, typer.Option("--host", help=say("gate.option.host"))] = "",
    rule: Annotated[list[str] | None, typer.Option("--rule", help=say("gate.option.rule"))] = None,
    since: Annotated[str, typer.Option("--since", help=say("gate.option.since"))] = "",
    by: By = "",
    data: cli.Data = cli.DATA,
    log: cli.Log = "",
    prefix: cli.Prefix = cli.PREFIX,
) -> None:
    """Keep back what matches until then."""
    door = _Door(Options(site, data, log, prefix=prefix))
    matcher = Matcher(unit_id=unit, source_id=source, host=host, rules=tuple(rule or ()))
    if matcher == Matcher():
        raise ConfigError("silences add", say("gate.wrong.everything"), say("gate.wrong.conditions"))
    _known("--unit", unit, door.site.units, "units.csv")
    _known("--source", source, door.site.sources, "sources.csv")
    begins = _moment("--since", since) if since else door.now
    ends = _moment("--until", until)
    if ends <= max(begins, door.now):
        raise ConfigError("--until", say("gate.wrong.past", until=moment_text(ends)), say("gate.wrong.form"))
    order = Silence(
        order_id=digest("silence", repr(matcher), reason, door.now.isoformat()),
        matcher=matcher,
        since=begins,
        until=ends,
        reason=_said(reason),
        by=by or getpass.getuser(),
        at=door.now,
    )
    facts = {"what": what_text(matcher), "since": moment_text(begins), "until": moment_text(ends)}
    door.publish(order, say("gate.done.added", silence=order.order_id, **facts))


@app.command("end", help=say("gate.option.end"))
def end(
    silence_id: SilenceId,
    site: cli.Site,
    reason: Reason = "",
    by: By = "",
    data: cli.Data = cli.DATA,
    log: cli.Log = "",
    prefix: cli.Prefix = cli.PREFIX,
) -> None:
    """End a silence before its time."""
    door = _Door(Options(site, data, log, prefix=prefix))
    found = door.kept_back()
    known = found.silences.get(silence_id)
    if known is None or known.until <= door.now or silence_id in found.ended:
        raise ConfigError(silence_id, say("gate.wrong.ended"))
    identity = digest("silence-end", silence_id, door.now.isoformat())
    order = SilenceEnd(order_id=identity, silence_id=silence_id, by=by or getpass.getuser(), at=door.now, reason=reason)
    door.publish(order, say("gate.done.ended", silence=silence_id))


@app.command("held", help=say("gate.option.held"))
def held(
    site: cli.Site,
    samples: Annotated[int, typer.Option("--samples", min=0, help=say("gate.option.samples"))] = 5,
    data: cli.Data = cli.DATA,
    log: cli.Log = "",
    prefix: cli.Prefix = cli.PREFIX,
) -> None:
    """Print each pile that the brake holds, and some of its alerts."""
    door = _Door(Options(site, data, log, prefix=prefix))
    for line in held_lines(door.kept_back().state, door.site.units, samples):
        print(line)


@app.command("release", help=say("gate.option.release"))
def release(
    pile_id: PileId,
    site: cli.Site,
    reason: Reason,
    by: By = "",
    data: cli.Data = cli.DATA,
    log: cli.Log = "",
    prefix: cli.Prefix = cli.PREFIX,
) -> None:
    """Have a pile told after all."""
    _rule(_Door(Options(site, data, log, prefix=prefix)), pile_id, reason, by, release=True)


@app.command("drop", help=say("gate.option.drop"))
def drop(
    pile_id: PileId,
    site: cli.Site,
    reason: Reason,
    by: By = "",
    data: cli.Data = cli.DATA,
    log: cli.Log = "",
    prefix: cli.Prefix = cli.PREFIX,
) -> None:
    """Have a pile told to nobody."""
    _rule(_Door(Options(site, data, log, prefix=prefix)), pile_id, reason, by, release=False)


class _Door:
    """The gate of a site, for the time of a command."""

    def __init__(self, options: Options) -> None:
        clock = SystemClock()
        self.site: Site = read_site(options)
        self.now: datetime = clock.now()
        self._gatehouse = Gatehouse(options, self.site, clock)

    def kept_back(self) -> KeptBack:
        return asyncio.run(self._gatehouse.kept_back())

    def publish(self, order: Order, done: str) -> None:
        handed = asyncio.run(self._gatehouse.publish(order))
        print(done)
        if handed:
            print(say("gate.done.handed"))


def _rule(door: _Door, pile_id: str, reason: str, by: str, *, release: bool) -> None:
    state = door.kept_back().state
    group = next((name for name, pile in state.piles.items() if pile.pile_id == pile_id), None)
    if group is None:
        known = [pile.pile_id for pile in state.piles.values() if pile.pile_id]
        raise ConfigError(pile_id, say("gate.wrong.pile"), say("site.one_of", words="、".join(known)) if known else "")
    order = Ruling(
        order_id=digest("ruling", pile_id, door.now.isoformat()),
        pile_id=pile_id,
        release=release,
        reason=_said(reason),
        by=by or getpass.getuser(),
        at=door.now,
    )
    count = sum(one.group == group for one in state.held.values())
    door.publish(order, say("gate.done.released" if release else "gate.done.dropped", count=count))


def _known(option: str, text: str, known: Collection[str], file: str) -> None:
    if text and text not in known:
        raise ConfigError(option, say("site.id.unknown", text=text, file=file))


def _said(reason: str) -> str:
    if not reason.strip():
        raise ConfigError("--reason", say("gate.wrong.reason"))
    return reason.strip()


def _moment(option: str, text: str) -> datetime:
    try:
        return moment_of(text)
    except ValueError:
        raise ConfigError(option, say("gate.wrong.moment", text=text), say("gate.wrong.form")) from None
