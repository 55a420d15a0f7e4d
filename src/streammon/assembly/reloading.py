"""The site's lexicons are read again when a file of theirs has changed: no restart, no pause."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from functools import partial

from streammon.detect import inspector
from streammon.detect.materials import Materials
from streammon.stream.pool import Pool
from streammon.words import say

log = logging.getLogger(__name__)

LOOK_SECONDS = 5.0

Print = tuple[tuple[str, int, int], ...]


async def follow(materials_of: Callable[[], Materials], pool: Pool) -> None:
    """Look at the files for ever; give the pool what is new once it is found to be without mistakes."""
    known = _print(materials_of())
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        materials = materials_of()
        found = _print(materials)
        if found != known:
            known = found
            await _take_over(materials, pool)


async def _take_over(materials: Materials, pool: Pool) -> None:
    if mistakes := await pool.run(partial(inspector.mistakes, materials)):
        log.error(say("cli.lexicon_kept", mistakes="\n".join(mistakes)))
        return
    await pool.renew(partial(inspector.prepare, materials))
    log.info(say("cli.lexicon_new", count=len(materials.files)))


def _print(materials: Materials) -> Print:
    """Return what tells that a file was changed, added or taken away."""
    found = ((file, file.stat()) for file in materials.files if file.exists())
    return tuple((str(file), stat.st_mtime_ns, stat.st_size) for file, stat in found)
