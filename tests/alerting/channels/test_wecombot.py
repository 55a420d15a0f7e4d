"""The robot's answers, and what we make of them."""

from __future__ import annotations

import socket
from datetime import UTC, datetime, timedelta

import apprise
import httpx
import msgspec
import pytest
from wecom_robot import KEY, Robot, answer_of, ok

from streammon.alerting.channels.pace import Budget, OwnPurse
from streammon.alerting.channels.schemas import register
from streammon.alerting.channels.wecombot import PER_MINUTE, WeComRobot, WeComRobotChannel
from streammon.clock import VirtualClock
from streammon.errors import Transient
from streammon.model.message import Delivery, Message, Outcome

NOW = datetime(2023, 10, 11, tzinfo=UTC)


def message(body: str = "正文", title: str = "标题") -> Message:
    return Message(message_id="m", contact_id="c", channel=0, title=title, body=body, at=NOW, alerts=())


def address(url: str) -> WeComRobot:
    register(WeComRobot)
    found = apprise.Apprise.instantiate(url)
    assert isinstance(found, WeComRobot)
    return found


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock(NOW)


@pytest.fixture
def channel(robot: Robot, client: httpx.AsyncClient, clock: VirtualClock) -> WeComRobotChannel:
    return WeComRobotChannel(
        address(f"wecomrobot://{KEY}@127.0.0.1:{robot.port}"), client, Budget(("robot",), PER_MINUTE, OwnPurse(), clock)
    )


@pytest.mark.parametrize(
    ("url", "endpoint", "mention"),
    [
        ("wecomrobots://K-1", "https://qyapi.weixin.qq.com/cgi-bin/webhook/send", ()),
        (
            "wecomrobots://K-1/?mention=13800000000",
            "https://qyapi.weixin.qq.com/cgi-bin/webhook/send",
            ("13800000000",),
        ),
        ("wecomrobots://K-1@im.gov.test", "https://im.gov.test/cgi-bin/webhook/send", ()),
        (
            "wecomrobot://K-1@127.0.0.1:8080/?mention=13800000000,all",
            "http://127.0.0.1:8080/cgi-bin/webhook/send",
            ("13800000000", "@all"),
        ),
    ],
)
def test_apprise_reads_the_address(url: str, endpoint: str, mention: tuple[str, ...]) -> None:
    robot = address(url)
    assert (robot.key, robot.endpoint, robot.mention) == ("K-1", endpoint, mention)


@pytest.mark.parametrize(
    "url",
    [
        "wecomrobots://",
        "wecomrobots://K-1/?mention=somebody",
        "wecomrobot://K-1",  # a key in plain text over the internet
        "wecomrobots://K%20/",
        "wecomrobots://K-1@im.gov.test:99999",
        "wecomrobots://K-1/?as=card",
        "wecomrobots://K-1/?as=markdown&mention=13800000000",  # markdown has no mentions by phone
    ],
)
def test_a_wrong_address_is_none(url: str) -> None:
    register(WeComRobot)
    assert apprise.Apprise.instantiate(url) is None


async def test_a_message_goes_out_as_one_text(channel: WeComRobotChannel, robot: Robot) -> None:
    assert await channel.deliver(message()) == Delivery(Outcome.SENT, "errcode 0")
    assert robot.heard == [{"msgtype": "text", "text": {"content": "标题\n正文"}}]


async def test_persons_are_mentioned_by_phone(robot: Robot, client: httpx.AsyncClient, clock: VirtualClock) -> None:
    url = f"wecomrobot://{KEY}@127.0.0.1:{robot.port}/?mention=13800000000,@all"
    await WeComRobotChannel(address(url), client, Budget(("robot",), PER_MINUTE, OwnPurse(), clock)).deliver(message())
    assert robot.heard[0]["text"]["mentioned_mobile_list"] == ["13800000000", "@all"]


@pytest.mark.parametrize(
    ("markdown", "said"),
    [
        ("**标题**", {"msgtype": "markdown", "markdown": {"content": "**标题**"}}),
        ("", {"msgtype": "text", "text": {"content": "标题\n正文"}}),
    ],
)
async def test_markdown_where_the_address_asks_for_it_and_there_is_any(
    robot: Robot, client: httpx.AsyncClient, clock: VirtualClock, markdown: str, said: dict[str, object]
) -> None:
    url = f"wecomrobot://{KEY}@127.0.0.1:{robot.port}/?as=markdown"
    channel = WeComRobotChannel(address(url), client, Budget(("robot",), PER_MINUTE, OwnPurse(), clock))
    delivery = await channel.deliver(msgspec.structs.replace(message(), markdown=markdown))
    assert (delivery.outcome, robot.heard) == (Outcome.SENT, [said])


@pytest.mark.parametrize("letter", ["a", "é", "整", "😀"])
async def test_the_limit_counts_bytes(channel: WeComRobotChannel, robot: Robot, letter: str) -> None:
    assert (await channel.deliver(message(letter * 2048))).outcome is Outcome.SENT
    assert 2044 < len(robot.texts[0].encode()) <= 2048


@pytest.mark.parametrize(
    ("answer", "delivery"),
    [
        (93000, Delivery(Outcome.REFUSED, "errcode 93000")),
        (40008, Delivery(Outcome.REFUSED, "errcode 40008")),
        (40058, Delivery(Outcome.REFUSED, "errcode 40058")),
        (answer_of("404 Not Found"), Delivery(Outcome.REFUSED, "HTTP 404 without a JSON object")),
        (
            answer_of("302 Found", "", "Location: http://127.0.0.1:1/"),
            Delivery(Outcome.REFUSED, "HTTP 302 without a JSON object"),
        ),
        (answer_of("502 Bad Gateway"), Delivery(Outcome.UNKNOWN, "HTTP 502 without a JSON object")),
        (ok("<html>log in, please</html>"), Delivery(Outcome.UNKNOWN, "HTTP 200 without a JSON object")),
        (ok("[0]"), Delivery(Outcome.UNKNOWN, "HTTP 200 without a JSON object")),
        (ok('{"errcode": "0"}'), Delivery(Outcome.UNKNOWN, "an answer without errcode")),
        (None, Delivery(Outcome.UNKNOWN, "RemoteProtocolError")),
        (b"", Delivery(Outcome.UNKNOWN, "ReadTimeout")),
    ],
)
async def test_status_200_is_no_success(
    channel: WeComRobotChannel, robot: Robot, answer: int | bytes | None, delivery: Delivery
) -> None:
    robot.next_answers.append(answer)
    assert await channel.deliver(message()) == delivery


@pytest.mark.parametrize(
    ("answer", "retry_after"),
    [
        (45009, 60),
        (-1, 3),
        (answer_of("503 Service Unavailable", "", "Retry-After: 7"), 7),
        (answer_of("429 Too Many Requests"), None),
    ],
)
async def test_later_is_said_as_transient(
    channel: WeComRobotChannel, robot: Robot, answer: int | bytes, retry_after: float | None
) -> None:
    robot.next_answers.append(answer)
    with pytest.raises(Transient) as raised:
        await channel.deliver(message())
    assert raised.value.retry_after == retry_after
    assert (await channel.deliver(message())).outcome is Outcome.SENT


async def test_a_wrong_key_is_refused(robot: Robot, client: httpx.AsyncClient, clock: VirtualClock) -> None:
    channel = WeComRobotChannel(
        address(f"wecomrobot://wrong@127.0.0.1:{robot.port}"), client, Budget(("robot",), PER_MINUTE, OwnPurse(), clock)
    )
    assert await channel.deliver(message()) == Delivery(Outcome.REFUSED, "errcode 93000")


async def test_nobody_at_home_is_transient_and_names_no_key(client: httpx.AsyncClient, clock: VirtualClock) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, but not listening: refused
        channel = WeComRobotChannel(
            address(f"wecomrobot://{KEY}@127.0.0.1:{taken.getsockname()[1]}"),
            client,
            Budget(("robot",), PER_MINUTE, OwnPurse(), clock),
        )
        with pytest.raises(Transient) as raised:
            await channel.deliver(message())
    assert KEY not in str(raised.value)
    assert raised.value.__cause__ is None


async def test_the_twenty_first_message_of_a_minute_waits(
    channel: WeComRobotChannel, robot: Robot, clock: VirtualClock
) -> None:
    for number in range(20):
        clock.advance_to(NOW + timedelta(seconds=number))
        await channel.deliver(message())
    with pytest.raises(Transient) as raised:
        await channel.deliver(message())
    assert raised.value.retry_after == 41
    assert len(robot.heard) == 20
    clock.advance_to(NOW + timedelta(seconds=60))
    assert (await channel.deliver(message())).outcome is Outcome.SENT
