"""The envelope of WeCom's call-backs: https://developer.work.weixin.qq.com/document/path/90968.

AES-256-CBC over 16 random bytes, the length of the message (4 bytes, the first one the highest), the message and the
id of who it is for; signed by SHA-1 over the sorted token, time, nonce and ciphertext.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
import re
from dataclasses import dataclass

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

AES_KEY = re.compile(r"[0-9A-Za-z+/]{43}")
"""Of an EncodingAESKey: 32 bytes in base64, without the sign that fills it up."""

_BLOCK = 32
"""The padding goes up to a multiple of so many bytes, two blocks of AES."""
_RANDOM, _LENGTH = 16, 4


class Forged(Exception):
    """This was not made by who has the keys, or not for us."""


@dataclass(frozen=True)
class Signed:
    """What stands in the address of a call-back."""

    signature: str
    timestamp: str
    nonce: str


class Envelope:
    """Opens and seals what goes between WeCom and one application. `key` matches AES_KEY; `corp` is the CorpID."""

    def __init__(self, token: str, key: str, corp: str) -> None:
        self._token, self._corp = token, corp
        self._key = base64.b64decode(key + "=")

    def open(self, signed: Signed, sealed: str) -> str:
        """Return the message. Raises Forged."""
        if not hmac.compare_digest(self._signature(signed.timestamp, signed.nonce, sealed), signed.signature.encode()):
            raise Forged("wrong signature")
        try:
            data = base64.b64decode(sealed, validate=True)
            decryptor = self._cipher().decryptor()
            plain = decryptor.update(data) + decryptor.finalize()
            return self._message(plain[: -plain[-1]] if 1 <= plain[-1] <= _BLOCK else b"")
        except (binascii.Error, ValueError, IndexError):
            raise Forged("not a message") from None

    def seal(self, message: str, timestamp: str, nonce: str) -> tuple[str, str]:
        """Return the ciphertext of `message` and its signature."""
        said = message.encode()
        plain = os.urandom(_RANDOM) + len(said).to_bytes(_LENGTH, "big") + said + self._corp.encode()
        missing = _BLOCK - len(plain) % _BLOCK
        encryptor = self._cipher().encryptor()
        data = encryptor.update(plain + bytes([missing]) * missing) + encryptor.finalize()
        sealed = base64.b64encode(data).decode()
        return sealed, self._signature(timestamp, nonce, sealed).decode()

    def _message(self, plain: bytes) -> str:
        begin = _RANDOM + _LENGTH
        length = int.from_bytes(plain[_RANDOM:begin], "big")
        if plain[begin + length :] != self._corp.encode():
            raise Forged("not for us")
        return plain[begin : begin + length].decode()

    def _cipher(self) -> Cipher[CBC]:
        return Cipher(AES(self._key), CBC(self._key[:16]))

    def _signature(self, timestamp: str, nonce: str, sealed: str) -> bytes:
        said = "".join(sorted([self._token, timestamp, nonce, sealed]))
        return hashlib.sha1(said.encode()).hexdigest().encode()  # noqa: S324 -- what WeCom's protocol prescribes
