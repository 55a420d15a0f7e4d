"""The start-up gate of an external Redis: it answers, and it keeps what it is given."""

from __future__ import annotations

from urllib.parse import urlsplit

import redis

from streammon.words import say

TIMEOUT = 3.0
"""Seconds to wait for an answer."""


def check(url: str) -> list[str]:
    """Return what is wrong with the Redis at `url`, one sentence each; nothing when it can be used."""
    shown = _without_password(url)
    try:
        client = redis.Redis.from_url(url, socket_timeout=TIMEOUT, socket_connect_timeout=TIMEOUT)
    except ValueError:
        return [say("store.redis.bad_url", url=shown)]
    try:
        persistent = _persistent(client)
    except redis.RedisError as error:
        return [say("store.redis.unreachable", url=shown, why=str(error).rstrip("."))]
    finally:
        client.close()
    return [] if persistent else [say("store.redis.not_persistent", url=shown)]


def _persistent(client: redis.Redis) -> bool:
    if client.info("persistence")["aof_enabled"]:
        return True
    try:
        return bool(client.config_get("save")["save"])
    except redis.ResponseError:  # CONFIG is forbidden on many managed servers: then only the log counts
        return False


def _without_password(url: str) -> str:
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
