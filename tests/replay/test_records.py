"""Counts of a table as records of other systems: counted again, they are the counts."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from streammon.clock import LOCAL
from streammon.model.source import Source, SourceKind
from streammon.replay import records
from streammon.replay.spreading import Span

YEAR = Span(date(2023, 1, 1), date(2023, 7, 31))
SOURCE = Source(
    source_id="w01",
    unit_id="u01",
    board="work-orders",
    name="12345热线工单",
    url="",
    host="",
    cadence="/",
    every=0,
    kind=SourceKind.HOTLINE,
)


def within(events, period=YEAR):
    return all(event.at.astimezone(LOCAL).date() in period for event in events)


@given(
    overdue=st.integers(0, 9),
    returned=st.integers(0, 9),
    warned=st.integers(0, 3),
    more=st.integers(0, 50),
    data=st.data(),
)
def test_work_orders_add_up_to_their_row(overdue, returned, warned, more, data):
    poor = data.draw(st.integers(min(1, overdue + returned), min(7, overdue + returned)))
    total = overdue + returned + warned + more
    orders = list(records.work_orders(SOURCE, total, overdue, returned, warned, poor, YEAR))
    assert len({order.signal_id for order in orders}) == total
    late = [order for order in orders if order.closed_at > order.due_at]
    back = [order for order in orders if order.returned]
    assert (len(late), len(back), sum(order.warned for order in orders)) == (overdue, returned, warned)
    assert len({order.received_at.month for order in [*late, *back]}) == poor
    assert within(orders)


@given(received=st.integers(0, 60), data=st.data())
def test_messages_add_up_to_their_row(received, data):
    closed = data.draw(st.integers(0, received))
    overdue = data.draw(st.integers(0, closed))
    found = list(records.messages(SOURCE, received, closed, YEAR, overdue))
    assert len({message.signal_id for message in found}) == received
    done = [message for message in found if message.closed_at]
    assert (len(done), sum(message.closed_at > message.due_at for message in done)) == (closed, overdue)
    assert within(found)


def test_scene_events_are_accepted_discarded_or_neither():
    found = list(records.scenes(SOURCE, 50, 11, 38, 11, YEAR))
    states = [(bool(one.accepted_at), bool(one.discarded_at), bool(one.closed_at)) for one in found]
    assert (states.count((True, False, True)), states.count((False, True, False))) == (11, 38)
    assert states.count((False, False, False)) == 1


def test_summaries_that_never_came_have_no_moment():
    found = list(records.summaries(SOURCE, 4, YEAR))
    assert [one.submitted_at is None for one in found] == [True] * 4 + [False] * 3
    assert [one.due_at.astimezone(LOCAL).month for one in found] == [1, 2, 3, 4, 5, 6, 7]


def test_a_registration_says_what_the_register_and_the_platform_say():
    account = Source(
        source_id="a1",
        unit_id="u1",
        board="accounts",
        name="豆香麦市",
        url="",
        host="",
        cadence="/",
        every=0,
        kind=SourceKind.ACCOUNT,
        platform="微信服务号",
    )
    found = records.registration(account, "订阅号", date(2022, 10, 31))
    assert (found.registered_as, found.platform_kind) == ("服务号", "订阅号")
