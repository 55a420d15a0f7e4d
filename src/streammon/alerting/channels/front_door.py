"""Apprise as the front door: it reads the addresses in contacts.csv, and sends by every channel that is not our own."""

from __future__ import annotations

import logging
from collections.abc import Mapping

import apprise
import httpx
from apprise.result import AppriseResultStatus

from streammon.alerting.channels import wecom_app, wecombot
from streammon.alerting.channels.aliyun import AliyunAddress
from streammon.alerting.channels.base import Channel, Reporting
from streammon.alerting.channels.pace import Budget, Pace, Purse
from streammon.alerting.channels.reporting import ReportingAddress, ReportingChannel
from streammon.alerting.channels.schemas import register
from streammon.alerting.channels.sms import DAY, SmsAddress, SmsChannel
from streammon.alerting.channels.tencent import TencentAddress
from streammon.alerting.channels.yunmas import YunmasAddress
from streammon.clock import Clock
from streammon.model.message import Delivery, Message, Outcome
from streammon.model.unit import Contact


def is_known(url: str) -> bool:
    """Return whether a message can be sent by the channel `url`."""
    _open()
    return apprise.Apprise.instantiate(url) is not None


def _open() -> None:
    register(wecombot.WeComRobot, wecom_app.WeComAppAddress, AliyunAddress, TencentAddress, YunmasAddress)
    for talkative in ("apprise", "urllib3.connectionpool"):
        logging.getLogger(talkative).addFilter(_keep_quiet)


class Deliverer:
    """Delivers a message by the channel that it names. `purse` counts the calls, for all who call."""

    def __init__(self, contacts: Mapping[str, Contact], client: httpx.AsyncClient, clock: Clock, purse: Purse) -> None:
        self._contacts, self._client, self._clock, self._purse = contacts, client, clock, purse
        self._channels: dict[str, Channel | None] = {}
        self._tokens: dict[tuple[str, ...], wecom_app.Tokens] = {}
        _open()

    async def deliver(self, message: Message) -> Delivery:
        """Hand `message` over. REFUSED with a reason when there is no such contact or channel.

        Raises Transient when it should be tried again later.
        """
        channel = self._channel_of(message)
        return channel if isinstance(channel, Delivery) else await channel.deliver(message)

    async def reported(self, message: Message, reference: str = "") -> Delivery | None:
        """Ask what became of `message`; None where its channel can't say. Raises Transient: later."""
        channel = self._channel_of(message)
        return await channel.reported(message, reference) if isinstance(channel, Reporting) else None

    def _channel_of(self, message: Message) -> Channel | Delivery:
        """Return the channel that `message` names, or why there is none."""
        contact = self._contacts.get(message.contact_id)
        if contact is None:
            return Delivery(Outcome.REFUSED, "no such contact")
        if not 0 <= message.channel < len(contact.channels):
            return Delivery(Outcome.REFUSED, f"the contact has no channel {message.channel}")
        channel = self._channel(contact.channels[message.channel])
        return channel or Delivery(Outcome.REFUSED, f"channel {message.channel} is not an address that Apprise knows")

    def _channel(self, url: str) -> Channel | None:
        if url not in self._channels:
            self._channels[url] = self._build(url)
        return self._channels[url]

    def _build(self, url: str) -> Channel | None:
        service = apprise.Apprise.instantiate(url)
        if service is None:
            return None
        match service:
            case wecombot.WeComRobot():
                budget = self._budget((service.endpoint, service.key), wecombot.PER_MINUTE)
                return wecombot.WeComRobotChannel(service, self._client, budget)
            case wecom_app.WeComAppAddress():
                return self._application(service)
            case ReportingAddress():
                return ReportingChannel(service, self._client, self._number(service), self._clock)
            case SmsAddress():
                return SmsChannel(service, self._client, self._number(service), self._clock)
        return AppriseChannel(service)

    def _application(self, address: wecom_app.WeComAppAddress) -> Channel:
        application = (address.via, address.corp, address.secret)
        if application not in self._tokens:
            self._tokens[application] = wecom_app.Tokens(address, self._client, self._clock)
        budget = self._budget((*application, address.users), wecom_app.PER_MINUTE)
        return wecom_app.WeComAppChannel(address, self._client, self._tokens[application], budget)

    def _number(self, address: SmsAddress) -> Budget:
        number = (address.secure_protocol, address.via, address.key, address.phone)
        return self._budget(number, Pace(address.daily, DAY))

    def _budget(self, account: tuple[str, ...], pace: Pace) -> Budget:
        return Budget(account, pace, self._purse, self._clock)


class AppriseChannel:
    """Any other service of Apprise. It knows yes, no and too late; a no is taken for final."""

    def __init__(self, service: apprise.NotifyBase) -> None:
        self._apprise = apprise.Apprise(service)

    async def deliver(self, message: Message) -> Delivery:
        """Have Apprise send `message`; it runs its blocking calls in threads of its own and raises nothing."""
        result = await self._apprise.async_notify(title=message.title, body=message.body)
        if result.status is AppriseResultStatus.SUCCESS:
            return Delivery(Outcome.SENT)
        late = result.status is AppriseResultStatus.TIMEOUT
        return Delivery(Outcome.UNKNOWN if late else Outcome.REFUSED, result.status.name.lower())


def _keep_quiet(_: logging.LogRecord) -> bool:
    """Drop every record: at any level these loggers write whole addresses, with their keys."""
    return False
