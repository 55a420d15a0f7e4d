"""How the process ends."""

from __future__ import annotations

import os
import sys
import threading
from typing import NoReturn


def leave(code: int) -> NoReturn:
    """End the process with an exit code.

    Stopped in the middle of its start, Faust leaves its consumer's thread behind, which would keep the process in its
    group, and partitions with nobody who works on them.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    if any(thread is not threading.main_thread() and not thread.daemon for thread in threading.enumerate()):
        os._exit(code)
    sys.exit(code)
