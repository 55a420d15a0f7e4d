"""Redis out of reach is no error of whoever wanted something of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from redis.exceptions import ConnectionError as Unreachable
from redis.exceptions import OutOfMemoryError, ReadOnlyError
from redis.exceptions import TimeoutError as Silent

from streammon.errors import Transient


@contextmanager
def reaching() -> Iterator[None]:
    """Raise Transient where Redis can't be reached, or takes nothing."""
    try:
        yield
    except (Unreachable, Silent, OutOfMemoryError, ReadOnlyError) as error:
        raise Transient(f"redis: {error}") from error
