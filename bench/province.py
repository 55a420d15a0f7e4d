"""A province's month: 3,000 sites, 100,000 columns, 3 million items, folded into the ledger by one core.

The days are made one site after the other and thrown away, as they would come from the log; making them is not timed.
Run in a process of its own (`python -m bench.province`), for its memory is measured too.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import resource
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from time import process_time

from streammon.model.day import Day
from streammon.model.rules import Board, GapLimits, Rules, Rung, Span, Windows
from streammon.model.source import Source
from streammon.model.unit import Unit
from streammon.rules.ledger import Book, Intake, account
from streammon.rules.lines import Register

SITES, COLUMNS, ITEMS = 3_000, 100_000, 3_000_000
MONTH = Span(id="2023-10", title="2023年10月", first=date(2023, 10, 1), last=date(2023, 10, 31))
AT = datetime(2023, 11, 1, tzinfo=UTC)
BOARD = Board(
    board_id="columns",
    title="信息发布情况统计表",
    rungs=(
        Rung(grade="不合格", because="有栏目应更新而未更新", when="vetoes > 0 || severe > 0 || empty_due > 0"),
        Rung(grade="优秀", because="多 5 条及以上", when="surplus >= 5"),
        Rung(grade="合格", because="按要求更新"),
    ),
)
RULES = Rules(gaps={"columns": GapLimits(any_days=14)}, windows=Windows(days={}, close=time(18)), boards=(BOARD,))


def main() -> None:
    """Fold, and print the figures as one JSON object."""
    parser = argparse.ArgumentParser(prog="python -m bench.province", description=__doc__)
    parser.add_argument("--part", type=int, default=1, help="one in so many of the sites")
    part: int = parser.parse_args().part
    sites, columns, items = SITES // part, COLUMNS // part, ITEMS // part
    sources = {source.source_id: source for source in _sources(sites, columns)}
    units = {f"u{number}": Unit(unit_id=f"u{number}", name=f"单位{number}", contact_id="c") for number in range(sites)}
    empty = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    intake, folding, taken = Intake(MONTH, RULES), 0.0, 0
    for days in _months(sources, items // columns):
        taken += sum(len(day.contents) for day in days)
        begin = process_time()
        for day in days:
            intake.take(day)
        folding += process_time() - begin
    begin = process_time()
    ledger = account(Book("某省", units, Register(RULES, sources)), intake, AT)
    folding += process_time() - begin
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    figures = {
        "items": taken,
        "lines": sum(len(table.lines) for table in ledger.tables),
        "seconds": folding,
        "items_per_second": taken / folding,
        "megabytes": peak / 1024,
        "megabytes_before": empty / 1024,
    }
    json.dump(figures, sys.stdout)


def _sources(sites: int, columns: int) -> Iterator[Source]:
    for number in range(columns):
        yield Source(
            source_id=f"s{number}",
            unit_id=f"u{number * sites // columns}",
            board="columns",
            name=f"栏目{number}",
            url="",
            host="",
            cadence=("1条/月", "2条/月", "1条/2周", "实时更新")[number % 4],
            every=3600,
        )


def _months(sources: dict[str, Source], each: int) -> Iterator[list[Day]]:
    """Yield the days of one column after the other: `each` items on average, spread over the month."""
    dice = random.Random(2023)
    for source in sources.values():
        by_day: dict[int, list[str]] = {}
        for number in range(dice.randint(0, 2 * each)):
            own = hashlib.blake2b(f"{source.source_id}-{number}".encode(), digest_size=8).hexdigest()
            by_day.setdefault(dice.randint(1, 31), []).append(own)
        yield [
            Day(
                day_id=f"{source.source_id}/2023-10-{day:02}",
                source_id=source.source_id,
                unit_id=source.unit_id,
                board=source.board,
                date=date(2023, 10, day),
                at=AT,
                contents=tuple(sorted(ids)),
                originals=tuple(sorted(ids)),
            )
            for day, ids in by_day.items()
        ]


if __name__ == "__main__":
    main()
