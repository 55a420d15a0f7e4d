"""Which channel takes a message, and that no key shows."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

import httpx
import pytest
from wecom_robot import KEY, Robot, answer_of

from streammon.alerting.channels.front_door import Deliverer
from streammon.alerting.channels.pace import OwnPurse
from streammon.clock import VirtualClock
from streammon.errors import Transient
from streammon.model.message import Message, Outcome
from streammon.model.unit import Contact

NOW = datetime(2023, 10, 11, tzinfo=UTC)


def message(contact: str = "c", channel: int = 0) -> Message:
    return Message(message_id="m", contact_id=contact, channel=channel, title="标题", body="正文", at=NOW, alerts=())


@pytest.fixture
def deliverer(robot: Robot, client: httpx.AsyncClient) -> Deliverer:
    here = f"127.0.0.1:{robot.port}"
    channels = (f"wecomrobot://{KEY}@{here}", f"json://user:{KEY}@{here}/hook", f"nosuch://{KEY}@{here}", f"junk {KEY}")
    contacts = {
        "c": Contact(contact_id="c", name="某某", phone="", channels=channels),
        "same-group": Contact(
            contact_id="same-group", name="某某", phone="", channels=(f"{channels[0]}/?mention=13800000000",)
        ),
    }
    return Deliverer(contacts, client, VirtualClock(NOW), OwnPurse())


async def test_our_own_schema_goes_by_our_own_channel(deliverer: Deliverer, robot: Robot) -> None:
    assert (await deliverer.deliver(message())).outcome is Outcome.SENT
    assert robot.texts == ["标题\n正文"]


async def test_any_other_address_goes_by_apprise(deliverer: Deliverer, robot: Robot) -> None:
    assert (await deliverer.deliver(message(channel=1))).outcome is Outcome.SENT
    assert (robot.heard[0]["title"], robot.heard[0]["message"]) == ("标题", "正文")


async def test_the_no_of_apprise_is_a_refusal(deliverer: Deliverer, robot: Robot) -> None:
    robot.next_answers.append(answer_of("500 Internal Server Error"))
    delivery = await deliverer.deliver(message(channel=1))
    assert (delivery.outcome, delivery.detail) == (Outcome.REFUSED, "failure")


@pytest.mark.parametrize(
    ("contact", "channel", "reason"),
    [
        ("nobody", 0, "no such contact"),
        ("c", 9, "the contact has no channel 9"),
        ("c", -1, "the contact has no channel -1"),
        ("c", 2, "channel 2 is not an address that Apprise knows"),
        ("c", 3, "channel 3 is not an address that Apprise knows"),
    ],
)
async def test_what_has_no_way_is_refused_with_a_reason(
    deliverer: Deliverer, robot: Robot, contact: str, channel: int, reason: str
) -> None:
    delivery = await deliverer.deliver(message(contact, channel))
    assert (delivery.outcome, delivery.detail) == (Outcome.REFUSED, reason)
    assert robot.heard == []


async def test_contacts_in_one_group_share_its_budget(deliverer: Deliverer) -> None:
    for number in range(20):
        await deliverer.deliver(message("c" if number % 2 else "same-group"))
    with pytest.raises(Transient):
        await deliverer.deliver(message())


async def test_no_key_is_ever_logged(deliverer: Deliverer, robot: Robot, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(1)
    robot.next_answers.extend([0, 93000, answer_of("500 Internal Server Error")])
    for channel in (0, 0, 1, 1, 2, 3):
        await deliverer.deliver(message(channel=channel))
    assert caplog.records, "the client did log something"
    assert KEY not in caplog.text
    assert logging.getLogger("httpx").isEnabledFor(logging.INFO)
