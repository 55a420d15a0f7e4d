import ctypes
import os
import signal
import sys
from functools import partial
from pathlib import Path

import pytest

from streammon.extract import Unreadable
from streammon.extract.limits import apart

MEMORY = 600_000_000


def refuse():
    raise Unreadable("读不了")


def hang_in_c():
    ctypes.CDLL(None).pause()


def crash():
    os.kill(os.getpid(), signal.SIGKILL)


def eat():
    return len(bytearray(2 * MEMORY))


def end():
    sys.exit(3)


def test_the_result_comes_back():
    assert apart(partial(str.upper, "a")) == "A"
    assert apart(os.getpid) != os.getpid()


def test_a_large_result_comes_back():
    assert len(apart(partial(bytes, 30_000_000))) == 30_000_000


@pytest.mark.parametrize(
    ("work", "reason"),
    [(refuse, "^读不了$"), (crash, "异常退出"), (eat, "内存超过 600 MB"), (hang_in_c, "0.3 秒"), (end, "异常退出")],
)
def test_whatever_happens_is_a_reason_in_words(work, reason, capfd):
    with pytest.raises(Unreadable, match=reason):
        apart(work, seconds=0.3 if work is hang_in_c else 60, memory=MEMORY)


def test_a_mistake_of_ours_is_told_on_standard_error(capfd):
    with pytest.raises(Unreadable, match="异常退出"):
        apart(partial(int, object()))
    assert "TypeError" in capfd.readouterr().err


def test_no_process_is_left_behind(capfd):
    before = children()
    apart(os.getpid)
    with pytest.raises(Unreadable):
        apart(crash)
    assert children() == before


def children() -> str:
    """The ids of this process's children, also of those that nobody has waited for."""
    return "".join(task.joinpath("children").read_text() for task in Path("/proc/self/task").iterdir())
