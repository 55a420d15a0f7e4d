"""A WeCom robot and an SMS gateway that outlive the program: they take messages, put them off, and hang up."""

from __future__ import annotations

import base64
import hashlib
import json
import random
import re
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import sleep
from urllib.parse import parse_qs, urlsplit

TEXT_LIMIT = 2048
NUMBER = re.compile(r"/(\d+)\.html")
SIGNED = ("ecName", "apId", "secretKey", "mobiles", "content", "sign", "addSerial")


class Carrier:
    """`arrivals` are the numbers of the pages that messages were about, by channel and account, in order.

    Of a hundred calls five are put off (HTTP 503), two are taken and then not answered, and every tenth account of the
    robot does not exist. Each call takes `pause` seconds, so that the program can end in the middle of it.
    """

    def __init__(self, chance: random.Random, pause: tuple[float, float]) -> None:
        self._chance, self._pause, self._lock = chance, pause, threading.Lock()
        self.arrivals: dict[tuple[str, str], list[int]] = {}
        self.put_off = self.cut = self.wrong = 0

    @property
    def counts(self) -> Counter[int]:
        """How often each number has arrived, by whatever channel."""
        with self._lock:
            return Counter(number for numbers in self.arrivals.values() for number in numbers)

    def take(self, target: str, body: bytes) -> tuple[int, dict[str, object]] | None:
        """Return status and answer to one call; None to hang up."""
        with self._lock:
            fate, pause = self._chance.random(), self._chance.uniform(*self._pause)
        sleep(pause)
        if fate < 0.05:
            self.put_off += 1
            return 503, {}
        url = urlsplit(target)
        robot = url.path == "/cgi-bin/webhook/send"
        answer = self._robot(parse_qs(url.query)["key"][0], body) if robot else self._gateway(body)
        if fate < 0.07:
            self.cut += 1
            return None
        return 200, answer

    def _robot(self, key: str, body: bytes) -> dict[str, object]:
        if key.endswith("0"):
            return {"errcode": 93000, "errmsg": "invalid webhook url"}
        content = json.loads(body)["text"]["content"]
        if len(content.encode()) > TEXT_LIMIT:
            self.wrong += 1
            return {"errcode": 40058, "errmsg": "too long"}
        self._arrived("robot", key, content)
        return {"errcode": 0, "errmsg": "ok"}

    def _gateway(self, body: bytes) -> dict[str, object]:
        said = json.loads(base64.b64decode(body))
        if hashlib.md5("".join(said[name] for name in SIGNED).encode()).hexdigest() != said["mac"]:
            self.wrong += 1
            return {"success": False, "rspcod": "IllegalMac"}
        self._arrived("sms", said["mobiles"], said["content"])
        return {"success": True, "rspcod": "success", "msgGroup": "0101"}

    def _arrived(self, channel: str, account: str, content: str) -> None:
        found = NUMBER.search(content)
        assert found, content
        with self._lock:
            self.arrivals.setdefault((channel, account), []).append(int(found[1]))


@contextmanager
def serving(carrier: Carrier) -> Iterator[int]:
    """Serve the carrier on a port of this machine."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            size = int(self.headers["Content-Length"])
            body = self.rfile.read(size)
            # Who is killed while sending has sent nothing.
            answer = carrier.take(self.path, body) if len(body) == size else None
            if answer is None:
                self.close_connection = True
                return
            status, said = answer
            text = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(text)))
            if status == 503:
                self.send_header("Retry-After", "0")
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *_: object) -> None:
            pass

        def handle_one_request(self) -> None:
            try:
                super().handle_one_request()
            except ConnectionError:  # the program has ended in the middle of the call
                self.close_connection = True

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
