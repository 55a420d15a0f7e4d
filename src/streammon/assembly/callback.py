"""The keys of WeCom's call-back, and who presses there: token and EncodingAESKey as they stand in WeCom's console."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from streammon.alerting.channels.wecom_app import users_of, wants_buttons
from streammon.errors import ConfigError
from streammon.model.unit import Contact
from streammon.web.ticket import Tickets
from streammon.web.wecom import WeCom
from streammon.web.wecom_crypt import AES_KEY, Envelope
from streammon.words import say

TOKEN_VARIABLE, TOKEN_FILE = "STREAMMON_WECOM_TOKEN", "wecom.token"
AES_KEY_VARIABLE, AES_KEY_FILE = "STREAMMON_WECOM_AES_KEY", "wecom.aeskey"
"""The files lie in the data folder."""


def wecom_of(data: Path, contacts: Mapping[str, Contact], tickets: Tickets) -> WeCom | None:
    """Return the call-back; None where it has no keys. Raises ConfigError where they, or the addresses, do not fit."""
    token, key = _given(TOKEN_VARIABLE, data / TOKEN_FILE), _given(AES_KEY_VARIABLE, data / AES_KEY_FILE)
    if not token and not key:
        if any(wants_buttons(url) for contact in contacts.values() for url in contact.channels):
            raise ConfigError("contacts.csv", say("web.wecom.no_keys"), f"{TOKEN_VARIABLE}、{AES_KEY_VARIABLE}")
        return None
    if not token:
        raise ConfigError(TOKEN_VARIABLE, say("web.wecom.no_token"), str(data / TOKEN_FILE))
    if not AES_KEY.fullmatch(key):
        raise ConfigError(AES_KEY_VARIABLE, say("web.wecom.bad_key", length=len(key)), str(data / AES_KEY_FILE))
    users: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    corps = set()
    for contact in contacts.values():
        for corp, agent, user in (address for url in contact.channels for address in users_of(url)):
            corps.add(corp)
            users[agent, user].add(contact.contact_id)
    if len(corps) != 1:
        raise ConfigError("contacts.csv", say("web.wecom.corps", count=len(corps)), say("web.wecom.one_corp"))
    known = {user: frozenset(names) for user, names in users.items()}
    return WeCom(Envelope(token, key, corps.pop()), known, tickets)


def _given(variable: str, file: Path) -> str:
    """Return what stands in a variable or else in a file of the data folder; empty where it stands nowhere."""
    if given := os.environ.get(variable):
        return given.strip()
    try:
        return file.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return ""
