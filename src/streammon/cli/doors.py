"""A log for the time of a command."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from streammon.assembly.options import Options
from streammon.stream.log import Log


@asynccontextmanager
async def opened(options: Options, *, read_only: bool = False) -> AsyncIterator[Log]:
    """Open the log and close it again; `read_only` works beside a running program."""
    log = options.open_log(read_only=read_only)
    await log.start()
    try:
        yield log
    finally:
        await log.stop()
