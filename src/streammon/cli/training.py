"""Learning how a site writes from its own archive: files in, one model file out, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.progress import track

from streammon import extract
from streammon.detect import ngrams
from streammon.detect.expressions.known_words import rarities
from streammon.detect.materials import MODEL
from streammon.errors import ConfigError, Permanent
from streammon.scan.inputs import places
from streammon.words import say

FEWEST = 100_000
"""Chinese characters of archive below which a model finds everything unlikely."""


def train(archive: Sequence[str], site: Path) -> tuple[Path, int, int]:
    """Write the model of the site; return its file, and how many files were read and left out.

    Raises ConfigError, and changes nothing, where the archive is too small.
    """
    if not site.is_dir():
        raise ConfigError(str(site), say("lexicon.add.no_site"))
    texts = list(_texts(places(archive)))
    readable = [text for text in texts if text is not None]
    size = sum(len(run) for text in readable for _, run in ngrams.runs(text))
    if size < FEWEST:
        raise ConfigError(
            "、".join(archive), say("lexicon.train.small", size=size), say("lexicon.train.more", fewest=FEWEST)
        )
    file = site / "lexicon" / MODEL
    file.parent.mkdir(exist_ok=True)
    new = file.with_name(f"{file.name}.new")
    new.write_bytes(ngrams.to_bytes(ngrams.train(readable, rarities())))
    new.replace(file)
    return file, len(readable), len(texts) - len(readable)


def _texts(files: Sequence[str]) -> Iterator[str | None]:
    """Yield the text of every file, None for one that has none to be had."""
    for file in track(files, description=say("lexicon.train.progress"), transient=True):
        try:
            yield extract.read_apart(Path(file).read_bytes(), name=file, media_type="").text
        except (Permanent, OSError):
            yield None
