"""Processes to be killed: each in a session of its own, so that whatever it leaves behind can be seen."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from waiting import until

GONE = 15.0
"""Seconds that a killed program's children may take to go: Redis writes its file first."""


class Victim:
    """`python ARGUMENTS...`; what it prints goes to the files `stem`.out and `stem`.err, appended to."""

    def __init__(self, arguments: Sequence[str], stem: Path) -> None:
        self.out, self.err = stem.with_suffix(".out"), stem.with_suffix(".err")
        with self.out.open("ab") as out, self.err.open("ab") as err:
            self._printed_before = self.out.stat().st_size
            self._process = subprocess.Popen(
                [sys.executable, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def printed(self) -> str:
        """Return what this process has printed."""
        with self.out.open("rb") as out:
            out.seek(self._printed_before)
            return out.read().decode()

    def send(self, number: signal.Signals) -> None:
        self._process.send_signal(number)

    def end(self, how: signal.Signals, seconds: float = 30) -> int:
        """Signal it, and return its exit status once it and all that it had started are gone."""
        self._process.send_signal(how)
        return self.wait(seconds)

    def finish(self) -> None:
        """Kill it if it still runs: for the end of a test, whatever became of it."""
        if self.alive:
            self.end(signal.SIGKILL)

    def wait(self, seconds: float) -> int:
        """Return its exit status once it and all that it had started are gone."""
        status = self._process.wait(seconds)
        try:
            until(lambda: not left_behind(self.pid), GONE, "all that it had started is gone")
        except AssertionError as error:
            error.add_note("\n".join(left_behind(self.pid)))
            raise
        return status


def left_behind(session: int) -> list[str]:
    """Return the command lines of the processes of a session that still run."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state, _parent, _group, of = (folder / "stat").read_text().rpartition(")")[2].split()[:4]
            if int(of) == session and state != "Z":
                found.append((folder / "cmdline").read_text().replace("\0", " "))
        except (FileNotFoundError, ProcessLookupError):
            continue  # it has ended while we looked
    return found
