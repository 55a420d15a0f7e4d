"""The XML of WeCom's call-backs, and of the answers that change a card: .../document/path/90240 and 90241."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from streammon.words import say

PRESSED = "template_card_event"

Fields = dict[str, "str | Fields"]
"""Elements by name, with their text or their elements."""


class Unreadable(Exception):
    """No XML, or not what WeCom sends."""


@dataclass(frozen=True)
class Event:
    """A button that was pressed: by whom, in which application, on which card, and what the button stands for."""

    corp: str
    user: str
    agent: str
    created: str
    task: str
    key: str


def ciphertext(body: bytes) -> str:
    """Return what is sealed in the body of a call-back. Raises Unreadable."""
    return _text(_parsed(body), "Encrypt")


def event_of(message: str) -> Event | None:
    """Return the button that was pressed; None for any other message. Raises Unreadable."""
    root = _parsed(message.encode())
    if root.findtext("Event") != PRESSED:
        return None
    return Event(
        corp=_text(root, "ToUserName"),
        user=_text(root, "FromUserName"),
        agent=_text(root, "AgentID"),
        created=_text(root, "CreateTime"),
        task=_text(root, "TaskId"),
        key=_text(root, "EventKey"),
    )


def envelope(sealed: str, signature: str, timestamp: str, nonce: str) -> str:
    """Return the body of a sealed answer."""
    return _written({"Encrypt": sealed, "MsgSignature": signature, "TimeStamp": timestamp, "Nonce": nonce})


def replaced_button(event: Event, words: str) -> str:
    """Return the answer that puts words in the place of all buttons, for the one who pressed."""
    return _answer(event, "update_button", {"Button": {"ReplaceName": words}})


def replaced_card(event: Event, title: str, deadline: str, key: str) -> str:
    """Return the answer that leaves one button, for what is still to be done."""
    claim: Fields = {"Text": say("alerting.card.claim"), "Style": "1", "Key": key}
    card: Fields = {
        "CardType": "button_interaction",
        "MainTitle": {"Title": title, "Desc": deadline},
        "TaskId": event.task,
        "ButtonList": claim,
    }
    return _answer(event, "update_template_card", {"TemplateCard": card})


def _answer(event: Event, kind: str, content: Fields) -> str:
    head: Fields = {
        "ToUserName": event.user,
        "FromUserName": event.corp,
        "CreateTime": event.created,
        "MsgType": kind,
    }
    return _written(head | content)


def _written(fields: Fields) -> str:
    return str(etree.tostring(_element("xml", fields), encoding="unicode"))


def _element(name: str, content: str | Fields) -> etree._Element:
    element = etree.Element(name)
    if isinstance(content, str):
        element.text = content
    else:
        element.extend(_element(inner, value) for inner, value in content.items())
    return element


def _parsed(data: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        raise Unreadable("no XML") from None


def _text(root: etree._Element, name: str) -> str:
    text = root.findtext(name)
    if text is None:
        raise Unreadable(f"no {name}")
    return text
