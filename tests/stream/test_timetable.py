from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from streammon.stream.states import Kept
from streammon.stream.timetable import Timetable

START = datetime(2023, 10, 1, tzinfo=UTC)
moments = st.integers(0, 5).map(lambda hours: START + timedelta(hours=hours))
keys = st.sampled_from([b"a", b"b", b"c"])
asks = st.dictionaries(keys, moments)
actions = st.one_of(
    st.tuples(st.just("ask"), keys, st.none() | moments),
    st.tuples(st.just("take"), moments, st.integers(1, 3)),
    st.tuples(st.just("hear"), st.integers(0, 9)),
    st.tuples(st.just("put back"), st.integers(0, 9)),
)


class Both:
    """A timetable, and the same by hand: what states ask for, and which of it is on its way."""

    def __init__(self, at_first: dict[bytes, datetime]) -> None:
        self.asked: dict[bytes, datetime | None] = dict(at_first)
        self.values = {key: Kept((1, 1), {}, moment) for key, moment in at_first.items()}
        self.under_way: list[tuple[datetime, bytes]] = []
        self.real = Timetable(self.values, [(moment, key) for key, moment in at_first.items()])

    def open(self) -> list[tuple[datetime, bytes]]:
        wanted = {(moment, key) for key, moment in self.asked.items() if moment is not None}
        return sorted(wanted - set(self.under_way))

    def ask(self, key: bytes, moment: datetime | None) -> None:
        self.asked[key] = moment
        self.values[key] = Kept((1, 1), {}, moment)
        if moment is not None:
            self.real.add(moment, key)

    def take(self, now: datetime, most: int) -> None:
        expected = [entry for entry in self.open() if entry[0] <= now][:most]
        assert self.real.take(now, most) == expected
        self.under_way += expected

    def hear(self, index: int) -> None:
        """A `Due` is applied: its state asks for nothing now, unless it had asked for something else meanwhile."""
        moment, key = self.under_way.pop(index)
        self.real.heard(moment, key)
        if self.asked[key] == moment:
            self.ask(key, None)

    def put_back(self, index: int) -> None:
        self.real.put_back([self.under_way.pop(index)])


@given(at_first=asks, steps=st.lists(actions, max_size=30))
def test_each_moment_that_is_still_asked_for_is_handed_out_once_and_in_order(at_first, steps):
    both = Both(at_first)
    for name, *facts in steps:
        if name == "ask":
            both.ask(*facts)
        elif name == "take":
            both.take(*facts)
        elif both.under_way:
            (both.hear if name == "hear" else both.put_back)(facts[0] % len(both.under_way))
        waiting = both.open()
        assert both.real.earliest() == (waiting[0][0] if waiting else None)


def test_a_moment_that_was_replaced_is_never_handed_out():
    both = Both({b"a": START})
    both.ask(b"a", START + timedelta(hours=2))
    assert both.real.take(START + timedelta(hours=1), 10) == []
    assert both.real.take(START + timedelta(hours=2), 10) == [(START + timedelta(hours=2), b"a")]


def test_what_is_asked_for_is_not_early():
    both = Both({b"a": START})
    assert both.real.take(START - timedelta(microseconds=1), 10) == []
    assert both.real.take(START, 10) == [(START, b"a")]
