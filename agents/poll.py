"""polls -> contents, signals, probes: one visit, and everything that came of it."""

from collections.abc import Iterable

from streammon.extract import Document, read_apart
from streammon.model.base import Event
from streammon.model.poll import Poll
from streammon.model.source import SourceKind
from streammon.site import Site
from streammon.sources.reach import probe_of
from streammon.sources.website import Website
from streammon.stream import Context, stateless


@stateless("polls", emits=["contents", "signals", "probes"], concurrency=16)
async def poll(due: Poll, context: Context) -> Iterable[Event]:
    """Visit one address; a source that has left the registry meanwhile, or is no website, is left alone."""
    site = context.use(Site)
    source = site.sources.get(due.source_id)
    if source is None or source.kind is not SourceKind.WEBSITE:
        return ()

    async def extract(data: bytes, *, name: str, media_type: str) -> Document:
        return await context.in_process(read_apart, data, name=name, media_type=media_type)

    unit_name = site.units[source.unit_id].name
    selectors = site.selectors_of(source.source_id)
    visit, contents = await context.use(Website).visit(due, source, selectors, extract, unit_name)
    probe = probe_of(visit, source)
    return (*contents, visit, *([probe] if probe else ()))
