"""A file without text that we can read."""

from __future__ import annotations

from streammon.errors import Permanent


class Unreadable(Permanent):
    """There is no text to be had from this file; the reason is a sentence for the people of the site."""
