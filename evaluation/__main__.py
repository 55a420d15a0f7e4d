"""`python -m evaluation OPTION...`: measures detection on the files given and prints tables in Markdown."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

from evaluation import clean, odw, pairs, pii, seed_pairs, speed
from evaluation.finder import Find
from evaluation.report import Report
from evaluation.tables import Unusable
from streammon.detect.inspector import findings
from streammon.errors import ConfigError
from streammon.scan.rules import rules_of


def arguments() -> argparse.Namespace:
    """Return what was asked for."""
    parser = argparse.ArgumentParser(prog="scripts/eval", description=__doc__)
    parser.add_argument("--seed-pairs", type=Path, metavar="F", help="CSV of wrong, right and trap sentences")
    parser.add_argument("--pairs", type=Path, metavar="F", help="CSV of wrong and right forms")
    parser.add_argument("--odw", type=Path, metavar="F", help="TSV: number of errors, sentence, right sentence")
    parser.add_argument("--clean", type=Path, metavar="FOLDER", help="official text without known errors")
    parser.add_argument("--pii", type=Path, metavar="FOLDER", help="positives.jsonl and negatives.jsonl")
    parser.add_argument("--site", type=Path, metavar="FOLDER", help="a site folder, whose words and model are used")
    parser.add_argument(
        "--on", type=date.fromisoformat, metavar="DATE", help="the day whose rules hold; default: today"
    )
    parser.add_argument("--json", type=Path, metavar="OUT", help="write the numbers here, too")
    return parser.parse_args()


def reports(given: argparse.Namespace, find: Find) -> Iterator[Report]:
    """Yield the measurements that files were given for."""
    measures: list[tuple[Path | None, Callable[[Path, Find], Report]]] = [
        (given.seed_pairs, seed_pairs.measure),
        (given.pairs, pairs.measure),
        (given.odw, odw.measure),
        (given.clean, clean.measure),
        (given.clean, speed.measure),
    ]
    yield from (measure(path, find) for path, measure in measures if path)
    if given.pii:
        yield from pii.measure(given.pii, find)


def main() -> None:
    """Measure and print."""
    given = arguments()
    rules_of(given.site).prepare()
    found = []
    for report in reports(given, partial(findings, on=given.on or datetime.now(UTC).date())):
        sys.stdout.write("\n".join(report.markdown()) + "\n")
        found.append(report.figures())
    if given.json:
        given.json.write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    try:
        main()
    except (Unusable, ConfigError, OSError) as error:
        sys.exit(str(error))
