"""`streammon` as a person runs it: a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
COMMAND = (sys.executable, "-m", "streammon")
DEMO = ROOT / "sites" / "demo"
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("STREAMMON_")} | {
    "COLUMNS": "200"
}


@dataclass(frozen=True)
class Said:
    """What came of a command."""

    code: int
    out: str
    err: str


def streammon(*words: str | Path, cwd: Path | None = None) -> Said:
    """Run a command to its end. However it ends, nobody should have to read a traceback."""
    done = subprocess.run(
        [*COMMAND, *map(str, words)], cwd=cwd, env=ENVIRONMENT, capture_output=True, text=True, timeout=60, check=False
    )
    assert "Traceback" not in done.stderr + done.stdout, done.stderr
    return Said(done.returncode, done.stdout, done.stderr)


def refused(*words: str | Path, cwd: Path | None = None) -> list[str]:
    """Run a command that can't be done; return its complaints."""
    said = streammon(*words, cwd=cwd)
    assert said.code == 2, said
    assert said.out == ""
    return said.err.splitlines()


class Running:
    """`streammon run` on a site, until it is stopped."""

    def __init__(self, site: Path, data: Path, *more: str) -> None:
        words = [*COMMAND, "run", "--site", str(site), "--data", str(data), "--port", "0", "--health-port", "0", *more]
        self._errors = data.parent / f"{data.name}.err"
        with self._errors.open("w") as errors:
            self._process = subprocess.Popen(words, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=errors, text=True)
        assert self._process.stdout
        line = self._process.stdout.readline()
        assert "http://" in line, self.errors()
        self.url = line[line.index("http://") :].strip()

    def stop(self, number: int = signal.SIGINT, within: float = 10.0) -> int:
        """Send a signal; return the exit code. Raises TimeoutExpired when it does not end in time."""
        self._process.send_signal(number)
        try:
            return self._process.wait(within)
        finally:
            self._process.kill()
            self._process.wait()
            if self._process.stdout:
                self._process.stdout.close()

    def errors(self) -> str:
        """Return what it wrote to standard error."""
        return self._errors.read_text()
