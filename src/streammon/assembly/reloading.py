"""The site's lexicons are read again when a file of theirs, or what persons have dismissed, has changed: no pause."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import partial

from streammon.detect import inspector
from streammon.detect.materials import Materials
from streammon.errors import Transient
from streammon.model.exemption import Exemption
from streammon.stream.pool import Pool
from streammon.words import say

log = logging.getLogger(__name__)

LOOK_SECONDS = 5.0

Print = tuple[frozenset[tuple[str, int, int]], frozenset[Exemption]]


async def follow(materials_of: Callable[[], Awaitable[Materials]], pool: Pool, materials: Materials) -> None:
    """Look for ever; give the pool, made ready with `materials`, what is new once it is found to be without mistakes.

    `materials_of` may raise Transient: then nothing is new.
    """
    known = _print(materials)
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        try:
            materials = await materials_of()
        except Transient:
            continue
        found = _print(materials)
        if found != known:
            known = found
            await _take_over(materials, pool)


async def _take_over(materials: Materials, pool: Pool) -> None:
    if mistakes := await pool.run(partial(inspector.mistakes, materials)):
        log.error(say("cli.lexicon_kept", mistakes="\n".join(mistakes)))
        return
    await pool.renew(partial(inspector.prepare, materials))
    log.info(say("cli.lexicon_new", count=len(materials.files), learned=len(materials.exemptions)))


def _print(materials: Materials) -> Print:
    """Return what tells that something was changed, added or taken away."""
    found = ((file, file.stat()) for file in materials.files if file.exists())
    files = frozenset((str(file), stat.st_mtime_ns, stat.st_size) for file, stat in found)
    return files, frozenset(materials.exemptions)
