"""What the county publishes in October 2023 and when: made from the folder `october`, the same on every run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import cycle
from pathlib import Path
from random import Random
from urllib.parse import urlsplit

from streammon.demo.articles import Article, Attachment, Column, Revision
from streammon.demo.attachments import suffix
from streammon.demo.moments import before_the_month, of_the_month
from streammon.demo.prose import Prose, Sentences, signature
from streammon.demo.tables import CountyFacts, Episode, Figures, read_episodes, read_figures, read_toml
from streammon.errors import ConfigError
from streammon.model.source import Source
from streammon.model.unit import Unit
from streammon.words import say

REPOSTS = "转载"
"""The kind of prose.toml that reposts are written by."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that the county's website will ever show. `columns` are by source id."""

    facts: CountyFacts
    columns: Mapping[str, Column]

    @classmethod
    def load(cls, folder: Path, sources: Iterable[Source], units: Mapping[str, Unit]) -> Plan:
        """Read the folder `october` of a site. Raises ConfigError where a file of it can't be used."""
        by_id = {source.source_id: source for source in sources}
        facts = read_toml(folder / "county.toml", CountyFacts)
        figures = read_figures(folder / "items.csv", by_id)
        episodes = read_episodes(folder / "episodes.csv", by_id)
        prose_file = folder / "prose.toml"
        editor = _Editor(facts, Prose(prose_file, read_toml(prose_file, Sentences), facts.towns))
        columns = {}
        for source_id, source in by_id.items():
            own = [episode for episode in episodes if episode.source_id == source_id]
            if len(own) > figures[source_id].published:
                wrong = say("demo.error.too_many", source_id=source_id, count=figures[source_id].published)
                raise ConfigError(str(folder / "episodes.csv"), wrong)
            columns[source_id] = editor.column(source, units[source.unit_id].name, figures[source_id], own)
        return cls(facts, columns)


class _Editor:
    """Fills one column after the other."""

    def __init__(self, facts: CountyFacts, prose: Prose) -> None:
        self._facts, self._prose = facts, prose
        self._repost_sources = cycle(facts.repost_sources)

    def column(self, source: Source, unit: str, figures: Figures, episodes: list[Episode]) -> Column:
        """Return a column with exactly the items that its figures ask for."""
        random = Random(source.source_id)  # noqa: S311 -- the same month on every run is meant
        path = urlsplit(source.url).path
        told = [self._episode(random, source, unit, episode) for episode in episodes]
        old = before_the_month(random, figures.older, source.cadence)
        new = of_the_month(random, figures.published - len(episodes), source.every)
        written = [
            self._ordinary(random, source, unit, when, repost=number < figures.reposts)
            for number, when in enumerate([*new, *old])
        ]
        articles = sorted((*told, *written), key=lambda article: (article.published_at, article.path))
        encoding = "gbk" if source.unit_id in self._facts.gbk else "utf-8"
        return Column(source, path, unit, tuple(articles), encoding)

    def _ordinary(self, random: Random, source: Source, unit: str, when: datetime, *, repost: bool) -> Article:
        title, paragraphs = self._prose.write(random, REPOSTS if repost else source.name, unit, when)
        stated = next(self._repost_sources) if repost else unit
        return Article(_path(source, when, random), title, when, stated, (Revision(when, paragraphs),))

    def _episode(self, random: Random, source: Source, unit: str, episode: Episode) -> Article:
        when, path = episode.published_at, _path(source, episode.published_at, random)
        written = (*episode.text.split("|"), *signature(unit, when))

        def revision(since: datetime, expression: str, kind: str) -> Revision:
            paragraphs = tuple(text.replace("{}", expression) for text in written)
            return Revision(since, paragraphs, _attachments(path, episode.title, kind))

        revisions = [revision(when, episode.wrong, episode.attachment)]
        if episode.fixed_at is not None:
            mended = "masked" if episode.attachment == "persons" else episode.attachment
            revisions.append(revision(episode.fixed_at, episode.right, mended))
        return Article(path, episode.title, when, unit, tuple(revisions), episode.deleted_at)


def _path(source: Source, when: datetime, random: Random) -> str:
    """Return an address such as /columns/c163/202310/t20231023_482913.html."""
    folder = urlsplit(source.url).path.rpartition("/")[0]
    return f"{folder}/{when:%Y%m}/t{when:%Y%m%d}_{random.randrange(100_000, 1_000_000)}.html"


def _attachments(path: str, title: str, kind: str) -> tuple[Attachment, ...]:
    if not kind:
        return ()
    address = path.removesuffix(".html") + f".{suffix(kind)}"
    return (Attachment(address, f"{title}.{suffix(kind)}", kind),)
