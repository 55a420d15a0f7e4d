"""A board summed up by the groups of its units."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from streammon.model.ledger import GroupLine, Line, Summary, Table, Value
from streammon.model.rules import Roundup
from streammon.model.unit import Unit
from streammon.rules.board_checks import LINES, PROBLEMS
from streammon.rules.conditions import expression


def summary(roundup: Roundup, table: Table, units: Mapping[str, Unit]) -> Summary:
    """Return a line for each group of units, in the order of `units`, and the total, of lines without a group too."""
    groups: defaultdict[str, list[Line]] = defaultdict(list)
    for line in table.lines:
        groups[line.group].append(line)
    order = dict.fromkeys(unit.group for unit in units.values())
    return Summary(
        summary_id=roundup.summary_id,
        title=roundup.title,
        board_id=roundup.board_id,
        lines=tuple(_group(roundup, name, groups[name]) for name in order if name and name in groups),
        total=_group(roundup, "", table.lines),
    )


def _group(roundup: Roundup, name: str, lines: Iterable[Line]) -> GroupLine:
    known = tuple(lines)
    sums: Counter[str] = Counter()
    for line in known:
        sums.update(line.measures)
    grades = Counter(line.grade for line in known if line.grade)
    values: dict[str, Value] = {
        **sums,
        **grades,
        LINES: len(known),
        PROBLEMS: sum(bool(line.problems) for line in known),
    }
    own: dict[str, Value] = {}
    for measure, text in roundup.measures.items():
        own[measure] = values[measure] = expression(text).of(values)
    return GroupLine(group=name, measures=own)
