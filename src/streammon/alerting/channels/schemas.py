"""How Apprise comes to know the schemas of our own addresses."""

from __future__ import annotations

import warnings

from apprise import NotifyBase
from apprise.manager_plugins import NotificationManager


def register(*addresses: type[NotifyBase]) -> None:
    """Tell Apprise of the schemas of `addresses`. Twice is as good as once."""
    manager = NotificationManager()
    with warnings.catch_warnings():
        # the first look loads the plugins of all services, and what these import may be old
        warnings.simplefilter("ignore", DeprecationWarning)
        for address in addresses:
            if address.secure_protocol not in manager:
                manager.add(address)
