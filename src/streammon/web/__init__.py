"""The console: one page that moves while you look."""

from streammon.web.app import console_server, create_app
from streammon.web.server import Server

__all__ = ["Server", "console_server", "create_app"]
