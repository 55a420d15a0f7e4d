"""A Kafka of a test's own, to be killed and stopped."""

from __future__ import annotations

import random
import socket
import subprocess
from pathlib import Path

SCRIPT = Path(__file__).parents[2] / "scripts" / "kafka"


class Broker:
    """One broker with its data in `data`; it keeps its port when it comes back."""

    def __init__(self, data: Path) -> None:
        self.data, self.port = data, _free_port()
        self.address = f"127.0.0.1:{self.port}"

    def start(self) -> None:
        self._do("start", "--port", str(self.port))

    def stop(self) -> None:
        self._do("stop")

    def kill(self) -> None:
        self._do("kill")

    def _do(self, what: str, *options: str) -> None:
        # Its output goes to a file: the broker inherits it, and a pipe would never end.
        with self.data.with_suffix(".script").open("ab") as out:
            subprocess.run([SCRIPT, what, "--data", self.data, *options], check=True, stdout=out, stderr=out)


def _free_port() -> int:
    """Return a port that is free together with the next one, below those that outgoing connections take."""
    while True:
        port = random.randrange(20_000, 32_000, 2)
        with socket.socket() as first, socket.socket() as second:
            try:
                first.bind(("127.0.0.1", port))
                second.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            return port
