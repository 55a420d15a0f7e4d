"""One JSON object a line, in UTF-8: for programs. The fields are those of `Record`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import BinaryIO

import msgspec

from streammon.scan.record import Record
from streammon.scan.summary import Summary


class JsonLines:
    """Writes records to `out`."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._encode = msgspec.json.Encoder().encode_lines

    def write(self, records: Sequence[Record]) -> None:
        """Write one line per record, at once: who reads along need not wait for the end."""
        self._out.write(self._encode(records))
        self._out.flush()

    def end(self, summary: Summary) -> None:
        """Write nothing: every line is a record."""
