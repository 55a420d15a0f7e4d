from datetime import UTC, datetime
from itertools import accumulate

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from streammon.stream.log import Record
from streammon.stream.states import MARKER, Kept, States, encode_kept

KEYS = (b"a", b"b", MARKER)
TOPICS = ("contents", "signals", "due")
AT = datetime(2023, 10, 9, tzinfo=UTC)


class Count(msgspec.Struct, frozen=True):
    count: int = 0


def written(key: bytes, kept: Kept, partition: int = 0) -> Record:
    return Record("changelog", partition, 0, key, encode_kept(kept), ())


@st.composite
def ownerships(draw: st.DrawFn) -> list[list[tuple[bytes, Kept]]]:
    """What successive owners write, in the order of each: per owner and key the offsets only grow."""
    owners = []
    for number in range(draw(st.integers(1, 4))):
        epoch = (number // 2 + 1, number)  # a successor that saw nothing of its predecessor differs by the generation
        records = []
        for key in draw(st.lists(st.sampled_from(KEYS), max_size=6)):
            before = next((kept.offsets for k, kept in reversed(records) if k == key), None)
            start = before or {topic: draw(st.integers(0, 50)) for topic in TOPICS}
            grown = {topic: start[topic] + draw(st.integers(0, 3)) for topic in TOPICS}
            grown[draw(st.sampled_from(TOPICS))] += 1
            records.append((key, Kept(epoch, grown, None, {"count": len(records)})))
        owners.append(records)
    return owners


@st.composite
def logs(draw: st.DrawFn) -> list[tuple[bytes, Kept]]:
    """The changelog after any interleaving: an older owner may write long after its successor has begun."""
    owners = [list(records) for records in draw(ownerships())]
    log = []
    while any(owners):
        owner = draw(st.sampled_from([records for records in owners if records]))
        log.append(owner.pop(0))
    return log


def by_hand(log: list[tuple[bytes, Kept]]) -> tuple[dict[bytes, Kept], set[bytes]]:
    """The greatest value of each key, and the keys whose last record is another one."""
    of = {key: [kept for k, kept in log if k == key] for key in KEYS}
    best = {
        key: max(found, key=lambda kept: (kept.epoch, sum(kept.offsets.values()))) for key, found in of.items() if found
    }
    return best, {key for key, kept in best.items() if of[key][-1] is not kept}


@given(log=logs())
def test_recovery_takes_the_newest_ownership_whatever_was_written_last(log):
    states = States(Count)
    states.recover(written(*entry) for entry in log)
    partition = states.partition(0)
    best, stale = by_hand(log)
    assert {key: (kept.epoch, kept.offsets) for key, kept in partition.values.items()} == {
        key: (kept.epoch, kept.offsets) for key, kept in best.items()
    }
    assert {key: states.of(partition, key).state for key in best if key != MARKER} == {
        key: Count(**kept.state) for key, kept in best.items() if key != MARKER
    }
    assert partition.stale == stale
    assert partition.progress() == (best[MARKER].offsets if MARKER in best else {})
    assert partition.epoch == max((kept.epoch[0] for _, kept in log), default=0)


@given(log=logs(), cut=st.integers(0, 30))
def test_recovery_in_pieces_is_recovery_in_one(log, cut):
    whole, pieces = States(Count), States(Count)
    whole.recover(written(*entry) for entry in log)
    pieces.recover(written(*entry) for entry in log[:cut])
    pieces.recover(written(*entry) for entry in log[cut:])
    assert pieces.partition(0).stale == whole.partition(0).stale
    assert {k: v.rank for k, v in pieces.partition(0).values.items()} == {
        k: v.rank for k, v in whole.partition(0).values.items()
    }


@given(log=logs())
def test_what_is_mended_is_stale_no_more(log):
    states = States(Count)
    states.recover(written(*entry) for entry in log)
    partition = states.partition(0)
    before = {key: kept.rank for key, kept in partition.values.items()}
    states.recover([written(key, partition.values[key]) for key in sorted(partition.stale)])
    assert not partition.stale
    assert {key: kept.rank for key, kept in partition.values.items()} == before


def test_a_late_worker_that_is_ahead_in_another_topic_does_not_win():
    late = Kept((1, 1), {"contents": 900, "signals": 1}, None, {"count": 1})
    owner = Kept((2, 2), {"contents": 10, "signals": 5}, None, {"count": 7})
    states = States(Count)
    states.recover([written(b"a", owner), written(b"a", late)])
    partition = states.partition(0)
    assert states.of(partition, b"a").state == Count(7)
    assert partition.stale == {b"a"}


def test_partitions_are_apart_and_forgotten_apart():
    states = States(Count)
    for number in range(3):
        states.recover([written(b"a", Kept((number + 1, 0), {"contents": number}, None, {"count": number}), number)])
    states.forget_all_but({1})
    counts = [states.of(states.partition(number), b"a").state.count for number in range(3)]
    assert counts == [0, 1, 0]
    assert [states.partition(number).epoch for number in range(3)] == [0, 2, 0]


def test_a_key_not_seen_before_has_the_first_state():
    states = States(Count)
    found = states.of(states.partition(0), b"new")
    assert (found.state, found.offsets, found.due) == (Count(), {}, None)
    assert not states.partition(0).values


def test_moments_asked_for_come_back():
    states = States(Count)
    dues = list(accumulate([AT] * 3, lambda last, _: last.replace(day=last.day + 1)))
    for number, due in enumerate(dues):
        states.recover([written(b"%d" % number, Kept((1, 1), {"contents": 1}, due, {"count": 1}))])
    states.recover([written(b"1", Kept((1, 1), {"contents": 2}, None, {"count": 2}))])
    assert sorted(states.partition(0).dues()) == [(dues[0], b"0"), (dues[2], b"2")]
