"""polls -> contents, signals, probes: one visit, and everything that came of it."""

from collections.abc import Iterable

from streammon.extract import Document, read_apart
from streammon.model.base import Event
from streammon.model.fetching import Selectors
from streammon.model.poll import Poll
from streammon.model.source import VISITED, SourceKind
from streammon.site import Site
from streammon.sources.reach import probe_of
from streammon.sources.website import Website
from streammon.stream import Context, stateless


@stateless("polls", emits=["contents", "signals", "probes"], concurrency=16)
async def poll(due: Poll, context: Context) -> Iterable[Event]:
    """Visit one address; a source that has left the registry meanwhile, or is not visited any more, is left alone.

    Of a website as a whole it only matters whether it answers: its home page is no column, nothing on it is followed.
    """
    site = context.use(Site)
    source = site.sources.get(due.source_id)
    if source is None or source.kind not in VISITED:
        return ()

    async def extract(data: bytes, *, name: str, media_type: str) -> Document:
        return await context.in_process(read_apart, data, name=name, media_type=media_type)

    unit_name = site.units[source.unit_id].name
    is_site = source.kind is SourceKind.SITE
    selectors = Selectors(max_pages=1) if is_site else site.selectors_of(source.source_id)
    visit, contents = await context.use(Website).visit(due, source, selectors, extract, unit_name)
    probe = probe_of(visit, source)
    return (*(() if is_site else (*contents, visit)), *([probe] if probe else ()))
