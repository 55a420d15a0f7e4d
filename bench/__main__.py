"""`python -m bench [--quick] [--write]`: measures everything in one run and prints the tables of bench/README.md."""

from __future__ import annotations

import argparse
import asyncio
import os
import platform
import statistics
import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

from bench import circular, detection
from bench.contest import BARE, EMBEDDED, KERNEL, NAIVE, QUIX, Contender, contest
from bench.pipeline import EVERY, PACE, Figures, measure

README = Path(__file__).with_name("README.md")
MARKS = {"kernel": "figures", "circular": "figures of the circular", "detection": "figures of detection"}
"""The parts of a run, and what encloses the figures of each in the README."""
POM = README.parent.parent / "deploy" / "kafka" / "pom.xml"


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small counts, one round: does it run at all?")
    parser.add_argument("--write", action="store_true", help="put the table into bench/README.md")
    parser.add_argument("--events", type=int, default=100_000, help="events of a round")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--contents", type=int, default=10_000, help="contents for the whole pipeline, all at once")
    parser.add_argument("--seconds", type=int, default=30, help=f"how long to publish {PACE} contents a second")
    parser.add_argument("--only", choices=tuple(MARKS), help="one part alone; only the kernel needs a Kafka")
    parser.add_argument(
        "--text", type=Path, metavar="FOLDER", help="official text (.txt, .md): measures detection, too"
    )
    given = parser.parse_args()
    if given.only == "detection" and not given.text:
        parser.error("detection is measured on official text: --text FOLDER")
    if given.quick:
        given.events, given.rounds, given.contents, given.seconds = 20_000, 1, 1_000, 3
    return given


def main() -> None:
    given = arguments()
    parts: dict[str, Callable[[argparse.Namespace], list[str]]] = {
        "kernel": kernel,
        "circular": month_end,
        "detection": inspection,
    }
    for name, measured in parts.items():
        if given.only == name or (not given.only and (given.text or name != "detection")):
            text = "\n".join(measured(given)) + "\n"
            print(text)
            if given.write:
                put(MARKS[name], text)


def put(mark: str, text: str) -> None:
    """Put figures between their marks in the README."""
    begin, end = f"<!-- {mark} -->\n", f"<!-- end of {mark} -->\n"
    head, _, rest = README.read_text().partition(begin)
    README.write_text(head + begin + text + end + rest.partition(end)[2])


def month_end(given: argparse.Namespace) -> list[str]:
    load_before = os.getloadavg()[0]
    figures = list(circular.measured(quick=given.quick))
    return [*machine(load_before, ""), "", *figures]


def kernel(given: argparse.Namespace) -> list[str]:
    return asyncio.run(_kernel(given))


async def _kernel(given: argparse.Namespace) -> list[str]:
    broker = os.environ.get("STREAMMON_TEST_KAFKA") or sys.exit("STREAMMON_TEST_KAFKA names no broker: scripts/bench")
    kafka = f"kafka://{broker}"
    load_before = os.getloadavg()[0]
    rates = await contest((NAIVE, QUIX, BARE, KERNEL, EMBEDDED), kafka, given.events, given.rounds, note)
    pipelines = {}
    for name, log in (("Kafka", kafka), ("embedded log", "")):
        pipelines[name] = await measure(log, given.contents, given.seconds)
        note(f"pipeline on {name}: {pipelines[name]}")
    version = ElementTree.parse(POM).findtext(".//{*}kafka.version")
    about = f"; Apache Kafka {version}, one broker on the same machine"
    figures = [*table(rates, given), "", *ratios(rates), "", *pipeline_table(pipelines, given)]
    return [*machine(load_before, about), "", *figures]


def inspection(given: argparse.Namespace) -> list[str]:
    load_before = os.getloadavg()[0]
    documents = detection.official(given.text)
    rates = detection.contest(documents, given.rounds, note)
    return [*machine(load_before), "", *detection.table(rates, documents, given.rounds)]


def note(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def machine(load: float, about: str = "") -> Iterable[str]:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{datetime.now(UTC):%Y-%m-%d}; {os.cpu_count()} cores, {memory:.0f} GiB; Python {platform.python_version()}"
        f"{about}; load average at the start {load:.1f}.",
    )


def table(rates: Mapping[Contender, list[float]], given: argparse.Namespace) -> Iterable[str]:
    yield f"{given.events:,} events waiting, {given.rounds} rounds in turn:"
    yield ""
    yield "| events per second | median | slowest | fastest |"
    yield "|---|--:|--:|--:|"
    for contender, found in rates.items():
        yield f"| {contender.name} | {statistics.median(found):,.0f} | {min(found):,.0f} | {max(found):,.0f} |"


def ratios(rates: Mapping[Contender, list[float]]) -> Iterable[str]:
    """Of the medians; and, since a machine is not equally fast all the time, of each round's."""
    for name, other, goal in (("quixstreams", QUIX, 1.0), ("the bare loop", BARE, 0.8)):
        each = sorted(kernel / theirs for kernel, theirs in zip(rates[KERNEL], rates[other], strict=True))
        ratio = statistics.median(rates[KERNEL]) / statistics.median(rates[other])
        yield f"- kernel / {name}: **{ratio:.2f}** (rounds {each[0]:.2f} to {each[-1]:.2f}; goal {goal})"
    yield f"- kernel on the embedded log: **{statistics.median(rates[EMBEDDED]):,.0f}** events/s (goal 40,000)"


def pipeline_table(found: Mapping[str, Figures], given: argparse.Namespace) -> Iterable[str]:
    yield (
        f"The whole pipeline: {given.contents:,} contents at once, one in {EVERY} with a finding; then {PACE} contents"
        f" a second for {given.seconds} s, from publishing a content to its alert in the inbox (goal: p99 < 1 s):"
    )
    yield ""
    yield "| log | contents/s | events/s | alerts | p50 | p99 |"
    yield "|---|--:|--:|--:|--:|--:|"
    for name, f in found.items():
        yield f"| {name} | {f.contents:,.0f} | {f.events:,.0f} | {f.alerts} | {f.p50:.2f} s | {f.p99:.2f} s |"


if __name__ == "__main__":
    main()
