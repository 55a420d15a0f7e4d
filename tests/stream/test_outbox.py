import pytest
from counting import TOPICS, Rang, Tick, Tock
from records import NOON

from streammon.errors import Permanent
from streammon.stream.log import Record
from streammon.stream.outbox import Outbox
from streammon.stream.topics import partition_of


def outbox() -> Outbox:
    return Outbox([TOPICS["tocks"], TOPICS["rangs"]], 8, "county.")


@pytest.mark.parametrize(
    ("event", "topic"),
    [(Tock(key="a", seq=1, count=1), "county.tocks"), (Rang(key="b", at=NOON, heard=NOON), "county.rangs")],
)
def test_an_event_goes_to_the_topic_of_its_type(event, topic):
    outgoing = outbox().address(event, NOON)
    assert (outgoing.topic, outgoing.partition, outgoing.key) == (topic, partition_of(event.key, 8), event.key.encode())
    found = Record(outgoing.topic, outgoing.partition, 0, outgoing.key, outgoing.value, outgoing.headers)
    assert TOPICS[topic.removeprefix("county.")].codec.decode(found) == (event, NOON)


def test_what_was_not_declared_is_not_published():
    with pytest.raises(Permanent, match=r"Tick is in no topic of emits=\['rangs', 'tocks'\]"):
        outbox().address(Tick(key="a", seq=1), NOON)
