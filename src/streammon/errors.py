"""Every error that streammon raises on purpose, as one tree.

    StreammonError
    ├── ConfigError(where, what, instead)    what the user wrote can't be used: exit code 2
    ├── Transient(reason, retry_after)       the world is in the way: again, with back-off
    ├── Permanent(reason)                    this event can't be handled: dead letter, go on
    └── Poison(reason)                       this record can't even be read: dead letter with its bytes, go on

The type decides what the kernel does (`stream/guard.py`); the text speaks to the person who can mend it.
"""

from __future__ import annotations

from collections.abc import Sequence


class StreammonError(Exception):
    """The root of the tree."""


class ConfigError(StreammonError):
    """Something that a person wrote can't be used.

    `where` is a place (a file with line and column, an option), `what` is wrong with it, `instead` would be right.
    """

    def __init__(self, where: str, what: str, instead: str = "") -> None:
        self.where, self.what, self.instead = where, what, instead
        self.errors: tuple[ConfigError, ...] = (self,)
        super().__init__(f"{where}: {what}" + (f" {instead}" if instead else ""))


class ConfigErrors(ConfigError):
    """Several of them, found in one pass, so that they can be mended in one go."""

    def __init__(self, errors: Sequence[ConfigError]) -> None:
        self.errors = tuple(errors)
        Exception.__init__(self, "\n".join(str(error) for error in errors))


class Gathering:
    """Lets several checks be made before the first mistake is told: `with gathering: check()`, then `raise_all()`."""

    def __init__(self) -> None:
        self.errors: list[ConfigError] = []

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> bool:
        if isinstance(error, ConfigError):
            self.errors += error.errors
            return True
        return False

    def raise_all(self) -> None:
        """Raise ConfigErrors if there was any."""
        if self.errors:
            raise ConfigErrors(self.errors)


class Transient(StreammonError):
    """A dependency is in the way for the moment. `retry_after` is in seconds, where the other side named it."""

    def __init__(self, reason: str, retry_after: float | None = None) -> None:
        self.retry_after = retry_after
        super().__init__(reason)


class Permanent(StreammonError):
    """This event will never be handled, however often it is tried."""


class Poison(StreammonError):
    """These bytes are no event of their topic."""
