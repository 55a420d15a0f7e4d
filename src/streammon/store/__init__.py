"""Redis: views of the log that can be rebuilt at any time. Nothing outside this package imports redis."""

from streammon.store.gate import check
from streammon.store.server import PrivateRedis
from streammon.store.shown import Counters, SourceView
from streammon.store.views import Views

__all__ = ["Counters", "PrivateRedis", "SourceView", "Views", "check"]
