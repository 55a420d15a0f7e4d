"""A site folder, loaded and checked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from streammon.model.fetching import Politeness, Reaching, Selectors
from streammon.model.page import PageRules
from streammon.model.policy import Policy
from streammon.model.rules import Rules
from streammon.model.source import VISITED, Source, SourceKind
from streammon.model.task import Task
from streammon.model.unit import Contact, Shift, Unit


@dataclass(frozen=True)
class Site:
    """Who is watched, who answers for it, and by which rules. Everything that it names by id is there.

    `selectors` are by profile name, `profiles` says which profile a source uses. `contacts` hold keys of channels
    and stay out of the representation. `tasks` are what accounts are asked to repost, `shifts` who stands in for whom.
    """

    folder: Path
    name: str
    base_url: str
    inbox: str
    partitions: int
    politeness: Politeness
    reach: Reaching
    rules: Rules
    contacts: dict[str, Contact] = field(repr=False)
    units: dict[str, Unit]
    shifts: tuple[Shift, ...]
    sources: dict[str, Source]
    tasks: tuple[Task, ...]
    policy: Policy
    pages: PageRules
    selectors: dict[str, Selectors]
    profiles: dict[str, str]

    @cached_property
    def visited(self) -> Mapping[str, Sequence[Source]]:
        """The sources that are visited, by host: websites as a whole first, for theirs is the unit to answer for it."""
        found: defaultdict[str, list[Source]] = defaultdict(list)
        for source in sorted(self.sources.values(), key=lambda one: one.kind is not SourceKind.SITE):
            if source.kind in VISITED:
                found[source.host].append(source)
        return dict(found)

    def selectors_of(self, source_id: str) -> Selectors:
        """Return how the pages of a source are read. Raises KeyError for a source that the site does not have."""
        return self.selectors[self.profiles[source_id]]
