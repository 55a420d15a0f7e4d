"""A file is read in a process of its own, which the operating system ends when it takes too long or too much.

Whatever a parser does, in Python or in C (hang, eat memory, crash), costs that one process and nothing else.
"""

from __future__ import annotations

import os
import pickle
import resource
import signal
import traceback
import warnings
from collections.abc import Callable
from typing import TypeVar

from streammon.extract.unreadable import Unreadable
from streammon.words import say

T = TypeVar("T")

SECONDS = 60
MEMORY = 1_500_000_000
"""Bytes that the process may have written to, those that it began with included."""


def apart(work: Callable[[], T], *, seconds: float = SECONDS, memory: int = MEMORY) -> T:
    """Return what `work` returns in a child process; it must survive pickling.

    Raises Unreadable, with the reason in words, where `work` does, takes too much of either, or dies. To be called
    where no other thread of ours holds a lock: by the worker of a process pool, by a command.
    """
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # Python 3.12 warns of threads; see above
        child = os.fork()
    if not child:
        os.close(reading)
        _work(work, writing, seconds, memory)
    os.close(writing)
    with open(reading, "rb") as stream:
        answer = stream.read()
    end = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if end == -signal.SIGALRM:
        raise Unreadable(say("extract.unreadable.late", limit=seconds))
    if end:
        raise Unreadable(say("extract.unreadable.died"))
    result: T | Unreadable = pickle.loads(answer)  # noqa: S301 - our own child's
    if isinstance(result, Unreadable):
        raise result
    return result


def _work(work: Callable[[], object], writing: int, seconds: float, memory: int) -> None:
    """Do the work in the child, which never returns from here."""
    status = 1
    try:
        _confine(seconds, memory)
        with open(writing, "wb") as stream:
            pickle.dump(_result(work, memory), stream)
        status = 0
    finally:  # whatever happens, this copy of the program must not go on
        if status:
            traceback.print_exc()
        os._exit(status)


def _confine(seconds: float, memory: int) -> None:
    """Let the kernel keep the limits: a signal that nobody handles ends a parser that hangs in C, too."""
    for number in (signal.SIGALRM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    for kind, limit in ((resource.RLIMIT_DATA, memory), (resource.RLIMIT_CORE, 0)):
        most = resource.getrlimit(kind)[1]
        resource.setrlimit(kind, (limit if most == resource.RLIM_INFINITY else min(limit, most), most))


def _result(work: Callable[[], object], memory: int) -> object:
    try:
        return work()
    except Unreadable as error:
        return error
    except MemoryError:
        return Unreadable(say("extract.unreadable.memory", limit=memory // 1_000_000))
