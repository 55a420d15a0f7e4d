"""A robot that lives on this machine: a real HTTP server that speaks the WeCom group robot's API."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from typing import Any
from urllib.parse import parse_qs, urlsplit

KEY = "SECRET-0f3a"


class Robot:
    """Answers as the real one does; `next_answers` go first: an errcode, raw bytes, or None to hang up."""

    def __init__(self) -> None:
        self.port = 0
        self.heard: list[dict[str, Any]] = []
        self.next_answers: deque[int | bytes | None] = deque()
        self.silent = asyncio.Event()

    @property
    def texts(self) -> list[str]:
        return [said["text"]["content"] for said in self.heard]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        _, target, _ = head.split("\r\n", 1)[0].split()
        length = next(
            int(line.split(":")[1]) for line in head.split("\r\n") if line.lower().startswith("content-length")
        )
        said = json.loads(await reader.readexactly(length))
        self.heard.append(said)
        answer = self.next_answers.popleft() if self.next_answers else self.errcode(target, said)
        if answer == b"":
            await self.silent.wait()
        elif answer is not None:
            writer.write(answer if isinstance(answer, bytes) else ok(json.dumps({"errcode": answer, "errmsg": "?"})))
            await writer.drain()
        writer.close()

    @staticmethod
    def errcode(target: str, said: dict[str, Any]) -> int:
        url = urlsplit(target)
        if url.path == "/hook":
            return 0
        if parse_qs(url.query).get("key") != [KEY]:
            return 93000
        limit = {"text": 2048, "markdown": 4096}.get(said["msgtype"])
        if limit is None:
            return 40008
        return 0 if len(said[said["msgtype"]]["content"].encode()) <= limit else 40058


def ok(body: str) -> bytes:
    return answer_of("200 OK", body)


def answer_of(status: str, body: str = "", *headers: str) -> bytes:
    head = [f"HTTP/1.1 {status}", f"Content-Length: {len(body.encode())}", "Connection: close", *headers]
    return ("\r\n".join(head) + "\r\n\r\n" + body).encode()
