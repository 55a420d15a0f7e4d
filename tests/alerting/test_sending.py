"""Once; or again, and marked so, where nobody can know."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from streammon.alerting.sending import send
from streammon.errors import Transient
from streammon.model.message import Delivery, Message, Outcome
from streammon.store import PrivateRedis, Views
from streammon.store.intents import Intents

MESSAGE = Message(
    message_id="m1",
    contact_id="c",
    channel=0,
    title="标题",
    body="正文",
    at=datetime(2023, 10, 11, tzinfo=UTC),
    alerts=(),
)
SENT, REFUSED, UNKNOWN = (Delivery(outcome, "said") for outcome in (Outcome.SENT, Outcome.REFUSED, Outcome.UNKNOWN))


class Killed(BaseException):
    """The end of the program in the middle of a call."""


class Door:
    """Answers as it was told to, and counts the calls; `knows` is what it says when it is asked."""

    def __init__(self, *answers: Delivery | BaseException, knows: Delivery | Transient | None = None) -> None:
        self.answers, self.calls, self.knows = list(answers), 0, knows

    async def reported(self, message: Message) -> Delivery | None:
        if isinstance(self.knows, Transient):
            raise self.knows
        return self.knows

    async def deliver(self, message: Message) -> Delivery:
        self.calls += 1
        answer = self.answers.pop(0)
        if isinstance(answer, BaseException):
            raise answer
        return answer


@pytest.fixture(scope="module")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    server = PrivateRedis(Path(tmp_path_factory.mktemp("redis")))
    yield server.start()
    server.stop()


@pytest.fixture
async def intents(redis_url: str) -> AsyncIterator[Intents]:
    intents = Intents.connect(redis_url)
    await intents.forget(MESSAGE.message_id)
    yield intents
    await intents.close()


@pytest.mark.parametrize("delivery", [SENT, REFUSED])
async def test_what_has_an_outcome_is_not_sent_again(intents: Intents, delivery: Delivery) -> None:
    door = Door(delivery)
    assert await send(MESSAGE, door, intents) == delivery
    assert await send(MESSAGE, door, intents) == delivery
    assert door.calls == 1


async def test_a_program_that_ends_in_the_middle_sends_again_and_says_so(intents: Intents) -> None:
    door = Door(Killed(), SENT)
    with pytest.raises(Killed):
        await send(MESSAGE, door, intents)
    assert await send(MESSAGE, door, intents) == Delivery(Outcome.SENT, "said", repeated=True)
    assert (await send(MESSAGE, door, intents)).repeated


@pytest.mark.parametrize("outcome", [Outcome.SENT, Outcome.DELIVERED, Outcome.FAILED])
async def test_a_provider_that_knows_is_not_called_twice(intents: Intents, outcome: Outcome) -> None:
    known = Delivery(outcome, "said", reference="r")
    door = Door(UNKNOWN, knows=known)
    with pytest.raises(Transient, match="nobody knows"):
        await send(MESSAGE, door, intents)
    assert await send(MESSAGE, door, intents) == known
    door.knows = None
    assert await send(MESSAGE, door, intents) == known, "written down"
    assert door.calls == 1


async def test_a_provider_that_can_not_be_asked_now_is_asked_later(intents: Intents) -> None:
    door = Door(Killed(), SENT, knows=Transient("wait"))
    for ending in (Killed, Transient):
        with pytest.raises(ending):
            await send(MESSAGE, door, intents)
    assert door.calls == 1
    door.knows = Delivery(Outcome.SENT, "waiting")
    assert await send(MESSAGE, door, intents) == Delivery(Outcome.SENT, "waiting")
    assert door.calls == 1


async def test_a_line_that_breaks_is_tried_once_more_and_then_left_to_the_next_channel(intents: Intents) -> None:
    door = Door(UNKNOWN, UNKNOWN)
    with pytest.raises(Transient, match="nobody knows"):
        await send(MESSAGE, door, intents)
    unknown = Delivery(Outcome.UNKNOWN, "said", repeated=True)
    assert await send(MESSAGE, door, intents) == unknown
    assert await send(MESSAGE, door, intents) == unknown
    assert door.calls == 2


async def test_later_is_no_doubt(intents: Intents) -> None:
    door = Door(Transient("wait"), Transient("wait"), SENT)
    for _ in range(2):
        with pytest.raises(Transient, match="wait"):
            await send(MESSAGE, door, intents)
    assert await send(MESSAGE, door, intents) == SENT


async def test_doubt_outlives_being_told_to_wait(intents: Intents) -> None:
    door = Door(Killed(), Transient("wait"), SENT)
    for ending in (Killed, Transient):
        with pytest.raises(ending):
            await send(MESSAGE, door, intents)
    assert (await send(MESSAGE, door, intents)).repeated


async def test_rebuilding_the_views_forgets_no_intent(intents: Intents, redis_url: str) -> None:
    door = Door(SENT)
    await send(MESSAGE, door, intents)
    views = Views.connect(redis_url)
    await views.clear()
    await views.close()
    assert await send(MESSAGE, door, intents) == SENT
    assert door.calls == 1


async def test_nothing_is_sent_that_can_not_be_written_down() -> None:
    door, out_of_reach = Door(SENT), Intents.connect("redis://127.0.0.1:1/0")
    with pytest.raises(Transient, match="redis"):
        await send(MESSAGE, door, out_of_reach)
    assert door.calls == 0
    await out_of_reach.close()
