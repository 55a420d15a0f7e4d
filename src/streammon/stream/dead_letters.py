"""Looking at dead letters, and publishing them again once what was wrong is mended."""

from __future__ import annotations

from collections.abc import AsyncIterator

from streammon.errors import ConfigError
from streammon.model.dead_letter import DeadLetter
from streammon.stream import reading
from streammon.stream.log import Log, Outgoing
from streammon.stream.topics import Topic
from streammon.words import say

REPLAYED = "replayed"
"""Header of a record that was published again: the id of its letter."""


async def letters(log: Log, topic: Topic, prefix: str) -> AsyncIterator[DeadLetter]:
    """Iterate over the letters, each once: one that was written twice around a crash counts once."""
    seen: set[str] = set()
    async for letter in reading.events(log, topic, prefix):
        if letter.letter_id not in seen:
            seen.add(letter.letter_id)
            yield letter


async def find(log: Log, topic: Topic, prefix: str, letter_id: str) -> DeadLetter:
    """Return one letter. Raises ConfigError when there is none of that id."""
    async for letter in letters(log, topic, prefix):
        if letter.letter_id == letter_id:
            return letter
    raise ConfigError(letter_id, say("stream.letter.missing"), say("stream.letter.hint"))


async def replay(log: Log, letter: DeadLetter) -> None:
    """Publish the record again, as it was, where it was. All readers of the topic see it; to the others it is old."""
    headers = (*((name, value.encode("latin1")) for name, value in letter.headers.items()),)
    marked = (*headers, (REPLAYED, letter.letter_id.encode()))
    await log.append([Outgoing(letter.topic, letter.partition, letter.key, letter.value, marked)])
