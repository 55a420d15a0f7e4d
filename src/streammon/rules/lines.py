"""How each subject of a unit stands on a board: its verdict, what it rests on, and a digest of that."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain

from streammon.model.base import digest
from streammon.model.rules import Board, GapLimits, Rules, Span, Subject
from streammon.model.source import Source
from streammon.model.task import Task
from streammon.rules.boards import Verdict, distance, judged, named
from streammon.rules.inputs import Fault, Window, timeless
from streammon.rules.measures import Counts, Terms, measured, summed
from streammon.rules.periods import months_of


@dataclass(frozen=True, slots=True)
class Register:
    """What grades depend on beside the events: the rules, the sources by id, the items that are to be reposted."""

    rules: Rules
    sources: Mapping[str, Source]
    tasks: tuple[Task, ...] = ()

    def terms(self, board: Board, span: Span) -> Terms:
        """Return by what the sources of a board are measured in a period."""
        tasks = frozenset(task.task_id for task in self.tasks if span.first <= task.on <= span.last)
        return Terms(span, self.rules.gaps.get(board.board_id, GapLimits()), tasks, board.exempt, named(board))


@dataclass(slots=True)
class Share:
    """The newest of each day and incident of one source in a period, by id."""

    windows: dict[str, Window] = field(default_factory=dict)
    faults: dict[str, Fault] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Account:
    """One source on a board: its share of the inputs there, and its base measures."""

    source_id: str
    source: Source | None
    share: Share
    counts: Counts


@dataclass(frozen=True)
class Standing:
    """How a subject stands on a board, and by which accounts."""

    board: Board
    unit_id: str
    subject_id: str
    accounts: tuple[Account, ...]
    terms: Terms

    @cached_property
    def total(self) -> Counts:
        """The base measures of all accounts together."""
        return summed(account.counts for account in self.accounts)

    @cached_property
    def verdict(self) -> Verdict:
        """What the board says."""
        return judged(self.board, self.total, self._months)

    @property
    def distance(self) -> str:
        """What is missing for a better grade, in words."""
        return distance(self.board, self.total, self._months, self.verdict.grade)

    @property
    def incidents(self) -> tuple[str, ...]:
        """The ids of the incidents that count."""
        faults = (item for account in self.accounts for item in account.share.faults.items())
        return tuple(sorted(identity for identity, fault in faults if not fault.faultless))

    @property
    def contents(self) -> tuple[str, ...]:
        """The ids of the contents that count."""
        windows = (window for account in self.accounts for window in account.share.windows.values())
        return tuple(sorted(chain.from_iterable(window.ids for window in windows)))

    @property
    def seal(self) -> str:
        """What stands for all inputs, as far as they count: not for when they were known."""
        windows = (window for account in self.accounts for window in account.share.windows.values())
        faults = (fault for account in self.accounts for fault in account.share.faults.items())
        parts = [timeless(window) for window in windows] + [f"{own} {timeless(fault)}" for own, fault in faults]
        return digest(*sorted(parts))

    @property
    def _months(self) -> list[Counts]:
        if not self.board.months:
            return []
        months = [self.terms.within(month) for month in months_of(self.terms.span)]
        return [summed(_counts(account.source, account.share, terms) for account in self.accounts) for terms in months]


def standings(
    unit_id: str, boards: Iterable[Board], span: Span, shares: Mapping[str, Share], register: Register
) -> Iterator[Standing]:
    """Yield how the subjects of a unit stand on `boards`: those of whose sources there is a share, by source id."""
    split = _by_board(shares, register.sources)
    for board in boards:
        terms = register.terms(board, span)
        accounts = [
            Account(source_id, source := register.sources.get(source_id), share, _counts(source, share, terms))
            for source_id, share in split.get(board.board_id, ())
        ]
        if board.subject is Subject.SOURCE:
            yield from (Standing(board, unit_id, account.source_id, (account,), terms) for account in accounts)
        elif accounts:
            yield Standing(board, unit_id, unit_id, tuple(accounts), terms)


def _counts(source: Source | None, share: Share, terms: Terms) -> Counts:
    return measured(source, [*share.windows.values()], [*share.faults.values()], terms)


def _by_board(shares: Mapping[str, Share], sources: Mapping[str, Source]) -> dict[str, list[tuple[str, Share]]]:
    """Return the shares by board: days by the board that they name, incidents by that of the source, if it is known."""
    split: defaultdict[str, list[tuple[str, Share]]] = defaultdict(list)
    for source_id, share in shares.items():
        source = sources.get(source_id)
        own = source.board if source else ""
        boards = {window.board for window in share.windows.values()}
        if boards <= {own}:
            split[own].append((source_id, share))
            continue
        for name in sorted(boards | {own}):
            windows = {identity: window for identity, window in share.windows.items() if window.board == name}
            split[name].append((source_id, Share(windows, share.faults if name == own else {})))
    return split
