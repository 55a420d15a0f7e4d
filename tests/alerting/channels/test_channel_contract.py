"""What every channel of our own does, against a server that checks what the real provider checks."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from providers import SECRET, Aliyun, Provider, Tencent, WeComApp, Yunmas
from wecom_robot import answer_of

from streammon.alerting.channels.front_door import Deliverer, is_known
from streammon.alerting.channels.pace import OwnPurse
from streammon.clock import VirtualClock
from streammon.errors import Transient
from streammon.model.message import Delivery, Message, Outcome
from streammon.model.unit import Contact

KINDS = [Aliyun, Tencent, Yunmas, WeComApp]
TEXT_MESSAGES = [Aliyun, Tencent, Yunmas]


def message() -> Message:
    return Message(
        message_id="m1",
        contact_id="c",
        channel=0,
        title="【整改通知】县教育局",
        body="正文",
        at=datetime(2023, 10, 11, tzinfo=UTC),
        alerts=(),
        short="县教育局：错误表述",
        facts={"unit": "县教育局", "deadline": "9月29日前", "problem": "错误表述"},
    )


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock(datetime.now(UTC))  # the providers look at the time of what is signed


@pytest.fixture
async def provider(request: pytest.FixtureRequest) -> AsyncIterator[Provider]:
    provider: Provider = request.param()
    server = await asyncio.start_server(provider.serve, "127.0.0.1", 0)
    provider.port = server.sockets[0].getsockname()[1]
    async with server:
        yield provider
        provider.silent.set()


def deliverer(url: str, client: httpx.AsyncClient, clock: VirtualClock) -> Deliverer:
    contact = Contact(contact_id="c", name="某某", phone="", channels=(url,))
    return Deliverer({"c": contact}, client, clock, OwnPurse())


@pytest.fixture
def door(provider: Provider, client: httpx.AsyncClient, clock: VirtualClock) -> Deliverer:
    return deliverer(provider.url.format(via=provider.via), client, clock)


@pytest.mark.parametrize("provider", KINDS, indirect=True)
async def test_a_message_is_accepted_and_says_what_it_should(door: Deliverer, provider: Provider) -> None:
    delivery = await door.deliver(message())
    assert delivery.outcome is Outcome.SENT, delivery
    (request,) = provider.heard
    assert "县教育局" in provider.text(request)


@pytest.mark.parametrize("provider", KINDS, indirect=True)
async def test_wrong_credentials_are_refused(
    provider: Provider, client: httpx.AsyncClient, clock: VirtualClock
) -> None:
    door = deliverer(provider.url.format(via=provider.via).replace(SECRET, "wrong"), client, clock)
    assert (await door.deliver(message())).outcome is Outcome.REFUSED


@pytest.mark.parametrize("provider", KINDS, indirect=True)
@pytest.mark.parametrize(
    ("answer", "delivery"),
    [
        (None, Delivery(Outcome.UNKNOWN, "RemoteProtocolError")),
        (b"", Delivery(Outcome.UNKNOWN, "ReadTimeout")),
        (answer_of("502 Bad Gateway"), Delivery(Outcome.UNKNOWN, "HTTP 502 without a JSON object")),
        (answer_of("200 OK", "<html>log in"), Delivery(Outcome.UNKNOWN, "HTTP 200 without a JSON object")),
        (answer_of("404 Not Found"), Delivery(Outcome.REFUSED, "HTTP 404 without a JSON object")),
        (
            answer_of("302 Found", "", "Location: http://127.0.0.1:1/"),
            Delivery(Outcome.REFUSED, "HTTP 302 without a JSON object"),
        ),
    ],
)
async def test_what_is_no_answer_of_the_provider(
    door: Deliverer, provider: Provider, answer: bytes | None, delivery: Delivery
) -> None:
    provider.next_answers.append(answer)
    assert await door.deliver(message()) == delivery
    assert len(provider.heard) == 1, "sent once, whatever came of it"


@pytest.mark.parametrize("provider", KINDS, indirect=True)
async def test_an_answer_that_says_nothing_is_unknown(door: Deliverer, provider: Provider) -> None:
    provider.next_answers.append(answer_of("200 OK", "{}"))
    assert (await door.deliver(message())).outcome is Outcome.UNKNOWN


@pytest.mark.parametrize("provider", KINDS, indirect=True)
async def test_called_too_often_is_for_later(door: Deliverer, provider: Provider, clock: VirtualClock) -> None:
    provider.next_answers.append(provider.throttled)  # type: ignore[attr-defined]
    with pytest.raises(Transient):
        await door.deliver(message())
    clock.advance_to(clock.now() + timedelta(seconds=1))
    assert (await door.deliver(message())).outcome is Outcome.SENT


@pytest.mark.parametrize("provider", KINDS, indirect=True)
async def test_what_will_not_do_better_tomorrow_is_refused(door: Deliverer, provider: Provider) -> None:
    provider.next_answers.append(provider.spent)  # type: ignore[attr-defined]
    assert (await door.deliver(message())).outcome is Outcome.REFUSED


@pytest.mark.parametrize("kind", KINDS)
async def test_nobody_at_home_is_transient_and_tells_no_secret(
    kind: type[Provider], client: httpx.AsyncClient, clock: VirtualClock
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, but not listening: refused
        door = deliverer(kind.url.format(via=f"http://127.0.0.1:{taken.getsockname()[1]}"), client, clock)
        with pytest.raises(Transient) as raised:
            await door.deliver(message())
    assert SECRET not in str(raised.value)


@pytest.mark.parametrize("provider", KINDS, indirect=True)
async def test_no_secret_token_or_number_is_logged(
    door: Deliverer, provider: Provider, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    provider.next_answers.append(None)
    for _ in range(2):
        await door.deliver(message())
    assert not [word for word in (SECRET, "token-1", "13800000000") if word in caplog.text]


@pytest.mark.parametrize("provider", TEXT_MESSAGES, indirect=True)
async def test_a_number_gets_so_many_a_day_and_then_the_next_channel_must_do(
    provider: Provider, client: httpx.AsyncClient, clock: VirtualClock
) -> None:
    url = provider.url.format(via=provider.via).replace("daily=9&", "")
    door = deliverer(f"{url}&daily=3", client, clock)
    outcomes = [(await door.deliver(message())).outcome for _ in range(4)]
    assert outcomes == [Outcome.SENT] * 3 + [Outcome.REFUSED]
    assert len(provider.heard) == 3
    clock.advance_to(clock.now() + timedelta(days=1))
    provider.next_answers.append(answer_of("404 Not Found"))  # a day later the provider is asked again
    assert (await door.deliver(message())).detail.startswith("HTTP 404")


@pytest.mark.parametrize("provider", TEXT_MESSAGES, indirect=True)
async def test_what_the_provider_put_off_is_not_counted(door: Deliverer, provider: Provider) -> None:
    for _ in range(12):
        provider.next_answers.append(answer_of("503 Service Unavailable"))
        with pytest.raises(Transient):
            await door.deliver(message())
    assert (await door.deliver(message())).outcome is Outcome.SENT


@pytest.mark.parametrize("provider", [WeComApp], indirect=True)
async def test_one_token_serves_until_it_runs_out(door: Deliverer, provider: WeComApp, clock: VirtualClock) -> None:
    for _ in range(3):
        await door.deliver(message())
    assert provider.given == 1
    provider.tokens.clear()
    assert (await door.deliver(message())).outcome is Outcome.SENT
    assert provider.given == 2
    clock.advance_to(clock.now() + timedelta(seconds=7200))
    assert (await door.deliver(message())).outcome is Outcome.SENT
    assert provider.given == 3


@pytest.mark.parametrize("provider", [WeComApp], indirect=True)
@pytest.mark.parametrize(("users", "detail"), [("gone", "errcode 81013"), ("li.si%7Cgone", "invaliduser")])
async def test_whoever_is_not_reached_is_a_reason_for_the_next_channel(
    provider: WeComApp, client: httpx.AsyncClient, clock: VirtualClock, users: str, detail: str
) -> None:
    door = deliverer(provider.url.format(via=provider.via).replace("zhang.san", users), client, clock)
    assert await door.deliver(message()) == Delivery(Outcome.REFUSED, detail)


@pytest.mark.parametrize(
    "url",
    [
        "aliyunsms://KEYID:S@12345/sign/SMS_1",
        "aliyunsms://KEYID@13800000000/sign/SMS_1",
        "aliyunsms://KEYID:S@13800000000/sign",
        "aliyunsms://KEYID:S@13800000000/sign/SMS_1?daily=0",
        "aliyunsms://KEYID:S@13800000000/sign/SMS_1?facts=unit,weather",
        "tencentsms://ID:S@13800000000/sign/77",
        "yunmas://demo:S@13800000000/ec/sign",
        "yunmas://demo:S@13800000000/ec/sign?via=ftp://1.2.3.4",
        "wecomapp://CORP:S@agent/zhang.san",
        "wecomapp://CORP:S@1000002/",
        "wecomapp://CORP@1000002/zhang.san",
    ],
)
def test_a_wrong_address_is_none(url: str) -> None:
    assert not is_known(url)
