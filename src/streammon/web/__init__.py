"""The console: one page that moves while you look."""

from streammon.web.app import create_app
from streammon.web.server import ConsoleServer

__all__ = ["ConsoleServer", "create_app"]
