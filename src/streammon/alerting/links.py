"""The link in a message: opens one incident for one contact without an account, until it runs out.

The token is the incident, the contact and the hour at which it ends, with a MAC; nothing is stored. All links are
revoked by another key, one by its contact leaving contacts.csv.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

AFTER_DEADLINE = timedelta(days=30)
"""For how long after the deadline a link opens: who is late must still be able to say so."""

_MAC = 12
_HOUR = 3600


@dataclass(frozen=True, slots=True)
class Ticket:
    """Whom a link belongs to, what it opens, and until when."""

    incident_id: str
    contact_id: str
    until: datetime


class Links:
    """Makes and reads links. `base` is how phones reach the console (https://…); empty: messages have no link."""

    def __init__(self, base: str, key: bytes) -> None:
        self._base, self._key = base.rstrip("/"), key

    def url(self, incident_id: str, contact_id: str, deadline: datetime) -> str:
        """Return the link to an incident (16 hex digits) for a contact; empty where there is no base."""
        return f"{self._base}/t/{self.token(incident_id, contact_id, deadline)}" if self._base else ""

    def token(self, incident_id: str, contact_id: str, deadline: datetime) -> str:
        """Return what stands for incident, contact and end."""
        hours = -(-int((deadline + AFTER_DEADLINE).timestamp()) // _HOUR)
        said = bytes.fromhex(incident_id) + hours.to_bytes(4, "big") + contact_id.encode()
        return base64.urlsafe_b64encode(self._mac(said) + said).decode().rstrip("=")

    def read(self, token: str, now: datetime) -> Ticket | None:
        """Return what a token stands for; None where it is none of ours, or has run out."""
        try:
            data = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            return None
        mac, said = data[:_MAC], data[_MAC:]
        if len(said) < 12 or not hmac.compare_digest(mac, self._mac(said)):
            return None
        until = datetime.fromtimestamp(int.from_bytes(said[8:12], "big") * _HOUR, UTC)
        return Ticket(said[:8].hex(), said[12:].decode(), until) if now < until else None

    def _mac(self, said: bytes) -> bytes:
        return hmac.new(self._key, said, hashlib.sha256).digest()[:_MAC]
