from datetime import datetime, timedelta, timezone

import msgspec
import pytest
from arbitrary import instances
from hypothesis import given, settings
from hypothesis import strategies as st
from records import NOON, record

from streammon.assembly.folders import shipped
from streammon.errors import Poison
from streammon.model.action import Told
from streammon.model.base import Event, Instant
from streammon.model.inspection import Inspection, Place
from streammon.model.poll import PageKind
from streammon.model.step import Due
from streammon.stream.codec import Codec, members
from streammon.stream.topics import load

KINDS = sorted({kind for t in load(shipped("topics")).values() for kind in members(t.kind)} | {Due}, key=str)
MADE_UP_ID = "110101199003070011"
DUE = Due(key="a", at=NOON)


class Ring(Event, frozen=True, kw_only=True, tag="ring"):
    at: Instant


class Knock(Event, frozen=True, kw_only=True, tag="knock"):
    times: int


class Newer(Event, frozen=True, kw_only=True):
    version = 12
    at: Instant


def with_headers(**headers: bytes | None):
    found = dict(record(DUE).headers) | headers
    return record(DUE)._replace(headers=tuple((name, value) for name, value in found.items() if value is not None))


def reason(kind: object, bad) -> str:
    with pytest.raises(Poison) as refused:
        Codec(kind).decode(bad)
    return str(refused.value)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@settings(max_examples=25)
@given(data=st.data())
def test_every_type_comes_back_as_it_was(kind, data):
    event, at = data.draw(instances(kind)), data.draw(instances(datetime))
    assert Codec(kind).decode(record(event, at=at)) == (event, at)


@given(at=st.datetimes(timezones=st.integers(-12, 12).map(lambda hours: timezone(timedelta(hours=hours)))))
def test_the_time_of_any_zone_comes_back_to_the_microsecond(at):
    assert Codec(Due).decode(record(DUE, at=at))[1] == at


def test_what_is_in_a_topic_can_be_read_by_a_person():
    event = record(DUE)
    assert event.value == b'{"key":"a","at":"2023-10-09T04:00:00Z"}'
    assert dict(event.headers) == {"type": b"Due/1", "at": b"1696824000000000"}


def test_a_union_tells_its_members_apart():
    both = Codec(Ring | Knock)
    assert both.decode(record(Ring(at=NOON)))[0] == Ring(at=NOON)
    assert both.decode(record(Knock(times=3)))[0] == Knock(times=3)


def test_a_field_that_a_newer_writer_added_is_passed_over():
    value = msgspec.json.encode({"added": {"deep": [1]}, **msgspec.to_builtins(DUE)})
    assert Codec(Due).decode(record(DUE)._replace(value=value))[0] == DUE


@pytest.mark.parametrize(
    ("value", "complaint"),
    [
        (b"", "truncated"),
        (b"{", "truncated"),
        (b'{"key":"a"}', "`at`"),
        (b'{"key":1,"at":"2023-10-09T04:00:00Z"}', "`$.key`"),
        (b'{"key":"a","at":"2023-10-09T04:00:00"}', "timezone"),
        (b'{"key":"a","at":"yesterday"}', "`$.at`"),
        (b"[1]", "array"),
        (b'{"key":"\xff","at":"2023-10-09T04:00:00Z"}', "UnicodeDecodeError"),
        (b'{"new":' + b"[" * 5000 + b"]" * 5000 + b',"key":"a"}', "RecursionError"),
    ],
    ids=["empty", "cut off", "missing field", "wrong type", "naive datetime", "no time", "no object", "gbk", "deep"],
)
def test_bytes_that_are_no_event_are_poison(value, complaint):
    found = reason(Due, record(DUE)._replace(value=value))
    assert "Due" in found
    assert complaint in found


@pytest.mark.parametrize(
    "label", [None, b"", b"Due", b"Due/", b"Due/x", b"Due/-1", b"Due/1.5", b"Poll/1", b"\xff\xfe/1", b"Due/\xb2"]
)
def test_a_record_without_its_type_is_poison(label):
    assert "'type'" in reason(Due, with_headers(type=label))


@pytest.mark.parametrize("at", [None, b"", b"noon", b"1.5", b"9" * 30, b"9" * 5000])
def test_a_record_without_its_time_is_poison(at):
    assert "'at'" in reason(Due, with_headers(at=at))


@pytest.mark.parametrize("version", [b"2", b"10", b"9" * 5000])
def test_a_newer_version_is_poison_and_an_older_one_is_read(version):
    assert "newer version" in reason(Due, with_headers(type=b"Due/" + version))
    assert Codec(Due).decode(with_headers(type=b"Due/0"))[0] == DUE


def test_versions_are_compared_as_numbers():
    event = record(Newer(at=NOON))
    assert dict(event.headers)["type"] == b"Newer/12"
    for version in (b"2", b"9", b"012"):
        older = event._replace(headers=(("type", b"Newer/" + version), ("at", b"0")))
        assert Codec(Newer).decode(older)[0] == Newer(at=NOON)


def inspection(**wrong: object) -> bytes:
    place = Place(url="http://a/", title="t", kind=PageKind.LIST, host="a")
    good = Inspection(inspection_id="i", subject_id="s", scope="text", source_id="c", unit_id="u", at=NOON, place=place)
    return msgspec.json.encode(msgspec.to_builtins(good) | wrong)


@pytest.mark.parametrize(
    "wrong",
    [
        {"at": MADE_UP_ID},
        {"scope": int(MADE_UP_ID)},
        {"findings": [{"rule": MADE_UP_ID, "severity": MADE_UP_ID, "evidence": MADE_UP_ID}]},
        {"findings": [{"rule": "r", "severity": f"it's {MADE_UP_ID}", "evidence": "e"}]},
        {"place": MADE_UP_ID},
        {"place": {MADE_UP_ID: MADE_UP_ID}},
    ],
)
def test_the_reason_never_quotes_a_value(wrong):
    bad = record(DUE)._replace(value=inspection(**wrong), headers=(("type", b"Inspection/1"), ("at", b"0")))
    assert MADE_UP_ID not in reason(Inspection, bad)


def test_the_reason_quotes_neither_a_tag_nor_a_header():
    told = (("type", b"Told/1"), ("at", b"0"))
    number = MADE_UP_ID.encode()
    assert MADE_UP_ID not in reason(Told, record(DUE)._replace(value=b'{"type":"%s"}' % number, headers=told))
    assert MADE_UP_ID not in reason(Due, with_headers(type=number))
    assert MADE_UP_ID not in reason(Due, with_headers(type=b"Due/" + number))
    assert MADE_UP_ID not in reason(Due, with_headers(at=b"x" + number))
