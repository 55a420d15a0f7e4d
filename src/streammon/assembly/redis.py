"""Which Redis a program uses."""

from __future__ import annotations

from contextlib import AsyncExitStack

from streammon.assembly.options import Options
from streammon.errors import ConfigError, ConfigErrors
from streammon.store import gate
from streammon.store.server import PrivateRedis, running_at


def check_redis(options: Options) -> None:
    """Raise ConfigErrors when the Redis that is named can't be reached or would forget everything at a restart."""
    if options.redis and (problems := gate.check(options.redis)):
        raise ConfigErrors([ConfigError("--redis", problem) for problem in problems])


def usable_redis(options: Options, stack: AsyncExitStack, *, reuse: bool = False) -> str:
    """Return the URL of the Redis that the options name, else of a private one that ends with `stack`.

    `reuse` takes the private one of a program that is running already. Raises ConfigErrors as `check_redis` does.
    """
    if options.redis:
        check_redis(options)
        return options.redis
    folder = options.data / "redis"
    if reuse and (url := running_at(folder)):
        return url
    private = PrivateRedis(folder)
    url = private.start()
    stack.callback(private.stop)
    return url
