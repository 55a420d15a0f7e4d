"""A message as a card with buttons: https://developer.work.weixin.qq.com/document/path/90236 (button_interaction).

Of a button that is pressed the application hears by its call-back (`web/wecom.py`): its key is the verb and the token
of the link, so that it is bound to incident and contact as the link is. To appeal takes a reason: that button leads to
the page.
"""

from __future__ import annotations

from typing import Any

from streammon.model.message import Message
from streammon.words import say

TITLE, VALUE, SUBTITLE = 36, 26, 112
"""Characters that a phone shows of a title, of a value beside its name, and of the text below the title."""

PRESSED = {"acknowledge": 2, "claim": 1}
"""What the buttons stand for that are pressed in the chat, and their styles."""

APPEAL = "#appeal"
"""Where on its page an appeal is written."""


def card_of(message: Message) -> dict[str, Any] | None:
    """Return the card; None for what has nothing to be pressed: a digest, good news, or where there are no links."""
    facts = message.facts
    link = facts.get("link", "")
    if not link:
        return None
    token = link.rpartition("/")[2]
    pressed = [
        {"text": say(f"alerting.card.{verb}"), "style": style, "key": f"{verb} {token}"}
        for verb, style in PRESSED.items()
    ]
    return {
        "card_type": "button_interaction",
        "main_title": {"title": shortened(message.title, TITLE)},
        "sub_title_text": shortened(f"{facts['problem']}。{facts['advice']}", SUBTITLE),
        "horizontal_content_list": [
            {"keyname": say(f"alerting.card.{name}"), "value": shortened(facts[name], VALUE)}
            for name in ("unit", "deadline")
        ],
        "card_action": {"type": 1, "url": link},
        "task_id": message.message_id,
        "button_list": [*pressed, {"text": say("alerting.card.appeal"), "style": 2, "type": 1, "url": link + APPEAL}],
    }


def shortened(text: str, limit: int) -> str:
    """Return `text`, or as many characters of it as `limit` allows with an ellipsis after them."""
    return text if len(text) <= limit else text[: limit - 1] + "…"
