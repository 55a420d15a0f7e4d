"""The month's end: a county's circular exported, a province's month folded."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import process_time

from streammon.assembly.ledgers import read_period, registered, span_of
from streammon.assembly.options import Options
from streammon.clock import SystemClock
from streammon.replay.replaying import replay
from streammon.report import export

SITE = Path(__file__).parent.parent / "sites" / "meixian-2023-10"
PERIOD = "2023-10"
ITEMS_GOAL, MEMORY_GOAL, EXPORT_GOAL = 200_000, 1024, 5.0


def measured(*, quick: bool) -> Iterator[str]:
    """Yield the lines of the report; `quick` folds a twentieth of the province."""
    with tempfile.TemporaryDirectory(prefix="streammon-bench-") as folder:
        seconds, files, size = asyncio.run(_export(Path(folder)))
    province = _province(20 if quick else 1)
    yield "| what | figure | goal |"
    yield "|---|--:|--:|"
    about = f"export of a county's month ({files} files, {size / 1e6:.1f} MB)"
    yield f"| {about} | {seconds:.1f} s | < {EXPORT_GOAL:.0f} s |"
    yield (
        f"| a province's month: {province['items']:,} items in {province['lines']:,} lines | "
        f"{province['items_per_second']:,.0f} items/s a core | {ITEMS_GOAL:,} |"
    )
    yield f"| memory of that | {province['megabytes']:.0f} MB | < {MEMORY_GOAL} MB |"


async def _export(folder: Path) -> tuple[float, int, int]:
    """Return the processor's seconds for reading the log, folding and writing all files; how many, and their bytes."""
    await replay(SITE, data=folder / "data")
    options = Options(SITE, folder / "data")
    begin = process_time()
    site = registered(options)
    period = await read_period(options, site, span_of(PERIOD, site.rules))
    made = export(period.ledger(SystemClock().now()), SITE)
    made.write(folder / "out")
    return process_time() - begin, len(made.files), sum(map(len, made.files.values()))


def _province(part: int) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.province", "--part", str(part)]
    answer = subprocess.run(command, check=True, capture_output=True)
    figures: dict[str, float] = json.loads(answer.stdout)
    return figures
