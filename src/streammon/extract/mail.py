"""Letters (RFC 5322 with MIME) and web archives: the text, and what is attached."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import partial

from streammon.extract.document import Document, Writer
from streammon.extract.nesting import Member, Nesting
from streammon.words import say

_HEADERS = ("Subject", "From", "To", "Cc")


def read(data: bytes, nesting: Nesting) -> Document:
    """Return the headers that people read, and every part; one that can't be read is a trouble."""
    message = message_from_bytes(data, policy=policy.default)
    writer = Writer()
    if headers := [str(message[header]) for header in _HEADERS if message[header]]:
        writer.section(say("extract.section.mail"))
        writer.line("\n".join(headers))
    nesting.add(writer, _members(message))
    return writer.document()


def _members(message: EmailMessage) -> Iterator[Member]:
    for part in message.walk():
        if not part.is_multipart() and part.get_content_maintype() in {"text", "application"}:
            name = part.get_filename() or say("extract.section.text")
            yield Member(name, partial(_read, part), part.get_content_type())


def _read(part: EmailMessage, most: int) -> bytes:
    """Return the bytes of a part as they were sent: what they say of their encoding is often wrong."""
    return bytes(part.get_payload(decode=True) or b"")[: most + 1]
