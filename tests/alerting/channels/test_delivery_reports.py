"""What a provider says later of a message that it has taken."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta

import httpx
import msgspec
import pytest
from providers import CHINA, SECRET, Aliyun, Provider, Tencent, WeComApp, Yunmas
from wecom_robot import answer_of

from streammon.alerting.channels.aliyun import AliyunAddress
from streammon.alerting.channels.asking import Answer
from streammon.alerting.channels.front_door import Deliverer
from streammon.alerting.channels.pace import OwnPurse
from streammon.alerting.channels.tencent import TencentAddress
from streammon.alerting.sending import send
from streammon.clock import VirtualClock
from streammon.errors import Transient
from streammon.model.message import Delivery, Message, Outcome
from streammon.model.unit import Contact

REPORTING = [Aliyun, Tencent]
SILENT = [Yunmas, WeComApp]


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock(datetime.now(UTC))  # the providers look at the time of what is signed


@pytest.fixture
def message(clock: VirtualClock) -> Message:
    return Message(
        message_id="m1",
        contact_id="c",
        channel=0,
        title="标题",
        body="正文",
        at=clock.now(),
        alerts=(),
        facts={"unit": "县教育局", "deadline": "9月29日前"},
    )


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


class Notebook:
    """A journal that lasts as long as the test."""

    def __init__(self) -> None:
        self.known: dict[str, Delivery] = {}

    async def begin(self, message_id: str) -> Delivery | None:
        before = self.known.get(message_id)
        self.known.setdefault(message_id, Delivery(Outcome.UNKNOWN, "begun"))
        return before

    async def end(self, message_id: str, delivery: Delivery) -> None:
        self.known[message_id] = delivery

    async def forget(self, message_id: str) -> None:
        del self.known[message_id]


@pytest.mark.parametrize("provider", REPORTING, indirect=True)
@pytest.mark.parametrize("fate", ["delivered", "failed"])
async def test_a_report_says_whether_it_has_arrived(
    door: Deliverer, provider: Aliyun | Tencent, message: Message, fate: str
) -> None:
    taken = await door.deliver(message)
    assert taken.reference, "there will be a report"
    provider.fate = fate
    report = await door.reported(message, taken.reference)
    assert report is not None
    assert (report.outcome, report.detail) == (Outcome(fate), fate.upper())
    assert len(provider.heard) == 1, "asked, not sent again"


@pytest.mark.parametrize("provider", REPORTING, indirect=True)
async def test_a_report_may_be_late(door: Deliverer, provider: Aliyun | Tencent, message: Message) -> None:
    taken = await door.deliver(message)
    for _ in range(3):
        early = await door.reported(message, taken.reference)
        assert early is None or early.outcome is Outcome.SENT
    provider.fate = "delivered"
    report = await door.reported(message, taken.reference)
    assert report is not None
    assert report.outcome is Outcome.DELIVERED


@pytest.mark.parametrize("provider", REPORTING, indirect=True)
async def test_of_what_was_never_sent_there_is_no_report(
    door: Deliverer, provider: Aliyun | Tencent, message: Message
) -> None:
    provider.fate = "delivered"
    await door.deliver(message)
    other = msgspec.structs.replace(message, message_id="m2")
    assert await door.reported(other) is None


@pytest.mark.parametrize("provider", SILENT, indirect=True)
async def test_the_others_have_no_reports(door: Deliverer, message: Message) -> None:
    taken = await door.deliver(message)
    assert (taken.outcome, taken.reference) == (Outcome.SENT, "")
    assert await door.reported(message) is None


@pytest.mark.parametrize("provider", [Tencent], indirect=True)
async def test_without_sessions_the_serial_number_tells(door: Deliverer, provider: Tencent, message: Message) -> None:
    provider.gives_back_sessions = False
    provider.fate = "delivered"
    taken = await door.deliver(message)
    report = await door.reported(message, taken.reference)
    assert report is not None
    assert report.outcome is Outcome.DELIVERED
    assert await door.reported(message) is None, "nothing that names it"


@pytest.mark.parametrize("provider", [Aliyun], indirect=True)
async def test_the_list_of_each_day_is_looked_at(
    door: Deliverer, provider: Aliyun, message: Message, clock: VirtualClock
) -> None:
    yesterday = clock.now() - timedelta(days=1)
    provider.taken.append((message.message_id, f"{yesterday.astimezone(CHINA):%Y%m%d}"))
    provider.fate = "delivered"
    report = await door.reported(msgspec.structs.replace(message, at=yesterday))
    assert report is not None
    assert report.outcome is Outcome.DELIVERED


@pytest.mark.parametrize("provider", REPORTING, indirect=True)
async def test_an_old_message_is_asked_for_as_far_back_as_reports_go(
    door: Deliverer, provider: Aliyun | Tencent, message: Message
) -> None:
    provider.fate = "delivered"
    taken = await door.deliver(message)
    old = msgspec.structs.replace(message, at=message.at - timedelta(days=400))
    assert await door.reported(old, taken.reference) is not None


@pytest.mark.parametrize("provider", REPORTING, indirect=True)
async def test_wrong_credentials_learn_nothing(
    provider: Aliyun | Tencent, client: httpx.AsyncClient, clock: VirtualClock, message: Message
) -> None:
    door = deliverer(provider.url.format(via=provider.via).replace(SECRET, "wrong"), client, clock)
    assert await door.reported(message, "1") is None


@pytest.mark.parametrize("kind", REPORTING)
async def test_nobody_at_home_is_for_later(
    kind: type[Provider], client: httpx.AsyncClient, clock: VirtualClock, message: Message
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, but not listening: refused
        door = deliverer(kind.url.format(via=f"http://127.0.0.1:{taken.getsockname()[1]}"), client, clock)
        with pytest.raises(Transient) as raised:
            await door.reported(message, "1")
    assert SECRET not in str(raised.value)


@pytest.mark.parametrize(
    ("judge", "said"),
    [
        (AliyunAddress.report, {"Code": "Throttling.User"}),
        (TencentAddress.report, {"Response": {"Error": {"Code": "RequestLimitExceeded"}}}),
    ],
)
def test_asked_too_often_is_for_later(judge: object, said: dict[str, object], message: Message) -> None:
    assert callable(judge)
    with pytest.raises(Transient):
        judge(Answer(200, said), message, "1")


@pytest.mark.parametrize(
    ("statuses", "outcome"),
    [((2, 3), Outcome.DELIVERED), ((3, 2), Outcome.DELIVERED), ((2, 1), Outcome.SENT), ((2, 2), Outcome.FAILED)],
)
def test_what_was_sent_twice_has_arrived_if_one_has(
    statuses: Sequence[int], outcome: Outcome, message: Message
) -> None:
    entries = [{"OutId": message.message_id, "SendStatus": status} for status in statuses]
    report = AliyunAddress.report(
        Answer(200, {"Code": "OK", "SmsSendDetailDTOs": {"SmsSendDetailDTO": entries}}), message, ""
    )
    assert report is not None
    assert report.outcome is outcome


@pytest.mark.parametrize("provider", REPORTING, indirect=True)
@pytest.mark.parametrize("said", ["{}", "[]", json.dumps({"Code": "OK", "Response": {"PullSmsSendStatusSet": [1]}})])
def test_an_answer_without_a_list_says_nothing(provider: Provider, said: str, message: Message) -> None:
    address = AliyunAddress if isinstance(provider, Aliyun) else TencentAddress
    parsed = json.loads(said)
    assert address.report(Answer(200, parsed if isinstance(parsed, dict) else {}), message, "1") is None


# -- the line breaks after sending ------------------------------------------------------------------------------------


@pytest.mark.parametrize("provider", REPORTING, indirect=True)
@pytest.mark.parametrize("break_", [None, b""])
@pytest.mark.parametrize("fate", ["delivered", "failed"])
async def test_a_message_the_provider_knows_is_not_sent_again(
    door: Deliverer, provider: Aliyun | Tencent, message: Message, break_: bytes | None, fate: str
) -> None:
    provider.next_answers.append(break_)
    provider.fate, journal = fate, Notebook()
    with pytest.raises(Transient, match="nobody knows"):
        await send(message, door, journal)
    delivery = await send(message, door, journal)
    assert (delivery.outcome, delivery.repeated) == (Outcome(fate), False)
    assert len(provider.heard) == 1


@pytest.mark.parametrize("provider", [Aliyun], indirect=True)
async def test_what_waits_for_the_carrier_is_not_sent_again_and_is_asked_for_later(
    door: Deliverer, provider: Aliyun, message: Message
) -> None:
    provider.next_answers.append(None)
    journal = Notebook()
    with pytest.raises(Transient, match="nobody knows"):
        await send(message, door, journal)
    delivery = await send(message, door, journal)
    assert (delivery.outcome, bool(delivery.reference), len(provider.heard)) == (Outcome.SENT, True, 1)


@pytest.mark.parametrize("provider", [Tencent, Yunmas], indirect=True)
async def test_what_nobody_knows_of_is_sent_again_and_marked(
    door: Deliverer, provider: Provider, message: Message
) -> None:
    provider.next_answers.append(answer_of("502 Bad Gateway"))
    journal = Notebook()
    with pytest.raises(Transient, match="nobody knows"):
        await send(message, door, journal)
    delivery = await send(message, door, journal)
    assert (delivery.outcome, delivery.repeated, len(provider.heard)) == (Outcome.SENT, True, 2)
