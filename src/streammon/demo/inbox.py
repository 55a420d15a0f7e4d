"""Where the demo's alerts arrive: it speaks the API of a WeCom group robot and shows what it got."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs

import msgspec

from streammon.clock import LOCAL, Clock
from streammon.demo import robot
from streammon.demo.pages import TEMPLATES
from streammon.demo.serving import LocalServer, Receive, Scope, Send, answer, body_of
from streammon.model.base import Instant

SEND = "/cgi-bin/webhook/send"
MAX_BODY = 65536
SHOWN = 200
"""Messages on the page."""


class Arrival(msgspec.Struct, frozen=True, kw_only=True):
    """One message as it arrived; `mentioned` are mobile numbers or user ids. One line of the inbox's file."""

    at: Instant
    key: str
    kind: str
    content: str
    mentioned: tuple[str, ...] = ()


class Inbox(LocalServer):
    """Takes messages for the robots `keys` and keeps them in `file`.

    `per_minute` is the most that one robot takes in a minute of `clock` (the real one takes 20); 0 sets no bound.
    """

    def __init__(self, file: Path, clock: Clock, *, keys: Sequence[str] = ("demo-key",), per_minute: int = 0) -> None:
        super().__init__()
        self._file, self._clock, self._per_minute = file, clock, per_minute
        self._recent: dict[str, deque[datetime]] = {key: deque() for key in keys}
        self._arrivals = _read(file)

    def count(self) -> int:
        """Return how many messages have arrived."""
        return len(self._arrivals)

    def messages(self) -> list[Arrival]:
        """Return them all, oldest first."""
        return list(self._arrivals)

    async def respond(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a message for a robot with its JSON, `/` with the page."""
        match scope["method"], scope["path"]:
            case "POST", path if path == SEND:
                reply = self._take(scope["query_string"], await body_of(receive, MAX_BODY))
                body = msgspec.json.encode({"errcode": reply.code, "errmsg": reply.text})
                await answer(send, 200, body, [(b"content-type", b"application/json; charset=UTF-8")])
            case "GET", "/":
                await answer(send, 200, self._page(), [(b"content-type", b"text/html; charset=utf-8")])
            case _:
                await answer(send, 404, b"")

    def _take(self, query: bytes, body: bytes) -> robot.Reply:
        """Answer as the robot would; a message is in the file before it is answered with 0."""
        key = parse_qs(query.decode("latin-1")).get("key", [""])[0]
        if key not in self._recent:
            return robot.BAD_KEY
        sent = robot.read(body)
        if isinstance(sent, robot.Reply):
            return sent
        if self._too_many(key):
            return robot.TOO_MANY
        self._keep(key, sent)
        return robot.TAKEN

    def _too_many(self, key: str) -> bool:
        now, recent = self._clock.now(), self._recent[key]
        while recent and recent[0] <= now - timedelta(minutes=1):
            recent.popleft()
        if self._per_minute and len(recent) >= self._per_minute:
            return True
        recent.append(now)
        return False

    def _keep(self, key: str, sent: robot.Sent) -> None:
        now = self._clock.now()
        arrival = Arrival(at=now, key=key, kind=sent.kind, content=sent.content, mentioned=sent.mentioned)
        with self._file.open("ab", buffering=0) as out:
            out.write(msgspec.json.encode(arrival) + b"\n")
        self._arrivals.append(arrival)

    def _page(self) -> bytes:
        shown = [
            (arrival, arrival.at.astimezone(LOCAL).strftime("%Y-%m-%d %H:%M"))
            for arrival in reversed(self._arrivals[-SHOWN:])
        ]
        page = TEMPLATES.get_template("inbox.html").render(count=self.count(), shown=shown, most=SHOWN)
        return page.encode(errors="replace")


def _read(file: Path) -> list[Arrival]:
    """Return what the file holds; half a line at its end (the machine had stopped) is cut off."""
    file.parent.mkdir(parents=True, exist_ok=True)
    data = file.read_bytes() if file.exists() else b""
    whole = data[: data.rfind(b"\n") + 1]
    if len(whole) < len(data):
        os.truncate(file, len(whole))
    return [msgspec.json.decode(line, type=Arrival) for line in whole.splitlines()]
