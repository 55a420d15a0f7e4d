"""The demo month as something to be killed, and what its log and its inbox say afterwards."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from signal import SIGKILL
from time import monotonic, sleep
from typing import Any
from urllib.parse import urlsplit

import msgspec
from processes import Victim
from waiting import until

from streammon.assembly.folders import shipped
from streammon.assembly.options import Options
from streammon.demo.inbox import Arrival
from streammon.demo.month import BEGIN, END, STEP, Progress
from streammon.demo.report import Report
from streammon.model.alert import Alert
from streammon.model.incident import Incident
from streammon.stream import reading, topics

LONGEST = 240.0
"""Seconds for the whole month, or for the start that brings a killed one back."""

SHORTLY = 0.15
"""Seconds in which about one hour of the month passes."""

START = 4.0
"""Seconds that a start takes, or a little less."""


@dataclass
class Month:
    """A demo in the folder `data`, on the embedded log or on a Kafka (HOST:PORT)."""

    data: Path
    kafka: str = ""
    kills: int = 0
    seconds: float = 0.0
    given_up: bool = False

    @property
    def log(self) -> str:
        return f"kafka://{self.kafka}" if self.kafka else ""

    def start(self) -> Victim:
        arguments = ["-m", "streammon", "demo", "--check", "--data", str(self.data), "--port", "0"]
        on_kafka = ["--log", self.log, "--session-timeout", "6"] if self.log else []
        return Victim([*arguments, *on_kafka], self.data.with_name("demo"))

    def tormented(self, work: int, start: int, chance: random.Random) -> Report:
        """Torment it, let it come to its end all the same, and return its report."""
        begun = monotonic()
        self.torment(work, start, chance)
        report = self.finish()
        self.seconds = monotonic() - begun
        return report

    def torment(self, work: int, start: int, chance: random.Random) -> None:
        """Kill it `work` times at random moments of the month, and `start` times at random moments of its start."""
        moments = sorted(BEGIN + chance.random() * (END - BEGIN) * 0.95 for _ in range(work))
        early = set(chance.sample(range(work), start))
        for number, moment in enumerate(moments):
            if number in early:
                victim = self.start()
                sleep(chance.uniform(0.5, START))
                self._kill(victim)
            before = self._now()
            victim = self.start()
            # The start is over when an hour has been settled; only then does `now` move.
            self._wait_for(victim, max(moment, before + STEP))
            sleep(chance.uniform(0, SHORTLY))
            self._kill(victim)

    def finish(self) -> Report:
        """Let the month come to its end and return its report."""
        victim = self.start()
        status = victim.wait(LONGEST)
        assert status == 0, f"exit {status}: {victim.printed()} {victim.err.read_text()[-2000:]}"
        return msgspec.json.decode(victim.printed(), type=Report)

    def _now(self) -> datetime:
        file = self.data / "demo.json"
        return msgspec.json.decode(file.read_bytes(), type=Progress).now if file.exists() else BEGIN

    def _wait_for(self, victim: Victim, moment: datetime) -> None:
        def come() -> bool:
            assert not self.given_up, "the tests have ended"
            assert victim.alive, victim.err.read_text()[-2000:]
            return self._now() >= moment

        try:
            until(come, LONGEST, f"{moment} comes")
        except AssertionError:
            victim.finish()
            raise

    def _kill(self, victim: Victim) -> None:
        victim.end(SIGKILL)
        self.kills += 1


@dataclass
class Evidence:
    """What a month has left behind, without the ports and ids that differ from one demo to the next.

    `incidents` and `alerts` count every distinct event once; `contents` are the ids, `inspected` those that have an
    inspection; `versions` are the different events of each alert's id; `told` are the alerts that a message was made
    for, `texts` what was to be delivered, `arrivals` what was.
    """

    contents: set[str]
    inspected: set[str]
    incidents: Counter[str]
    alerts: Counter[str]
    versions: dict[str, set[bytes]]
    incident_ids: int
    alerts_again: int
    told: set[str]
    texts: set[str]
    arrivals: Counter[str]

    @property
    def doubled(self) -> int:
        """How many texts arrived more often than once, each further time counted."""
        return self.arrivals.total() - len(self.arrivals)


def evidence(month: Month) -> Evidence:
    """Read the log and the inbox of a month that has ended."""
    events = asyncio.run(_events(month))
    lines = (month.data / "inbox.jsonl").read_bytes().splitlines()
    versions: dict[str, set[bytes]] = {}
    for alert in events["alerts"]:
        versions.setdefault(alert.alert_id, set()).add(msgspec.json.encode(alert))
    return Evidence(
        contents={content.content_id for content in events["contents"]},
        inspected={inspection.subject_id for inspection in events["inspections"] if inspection.scope == "text"},
        incidents=Counter({_incident(incident) for incident in events["incidents"]}),
        alerts=Counter({_alert(alert) for alert in events["alerts"]}),
        versions=versions,
        incident_ids=len({incident.incident_id for incident in events["incidents"]}),
        alerts_again=len(events["alerts"]) - len({msgspec.json.encode(alert) for alert in events["alerts"]}),
        told={ref.alert_id for message in events["messages"] for ref in message.alerts},
        texts={f"{message.title}\n{message.body}" for message in events["messages"]},
        arrivals=Counter(msgspec.json.decode(line, type=Arrival).content for line in lines),
    )


async def _events(month: Month) -> dict[str, list[Any]]:
    prefix = msgspec.json.decode((month.data / "demo.json").read_bytes(), type=Progress).prefix
    log = Options(Path(), month.data, month.log).open_log(read_only=True)
    await log.start()
    try:
        known = topics.load(shipped("topics"))
        names = ("contents", "inspections", "incidents", "alerts", "messages")
        return {name: [event async for event in reading.events(log, known[name], prefix)] for name in names}
    finally:
        await log.stop()


def _incident(incident: Incident) -> str:
    """Return what an incident's event says, whatever the port of the county's website was."""
    steps = [(step.at.isoformat(), step.state) for step in incident.history]
    return str((_about(incident), incident.deadline.isoformat(), str(incident.reminded_at), steps))


def _alert(alert: Alert) -> str:
    return str((_about(alert), str(alert.kind), alert.contact_id, alert.at.isoformat(), alert.deadline.isoformat()))


def _about(event: Incident | Alert) -> tuple[str, ...]:
    return (event.unit_id, event.source_id, event.finding.rule, event.finding.evidence, urlsplit(event.place.url).path)
