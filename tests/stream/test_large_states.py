"""A state that has grown large is written small, and comes back whole."""

from __future__ import annotations

import msgspec

from streammon.stream.log import Record
from streammon.stream.states import LARGE, Kept, States, encode_kept


def recovered(written: bytes) -> Kept:
    states = States(list)
    states.recover([Record("changelog", 0, 0, b"key", written, ())])
    return states.of(states.partition(0), b"key")


def test_a_large_state_is_compressed_and_comes_back_whole() -> None:
    alike = [{"number": number, "title": "关于做好工做的通知"} for number in range(20_000)]
    kept = Kept((1, 0), {"alerts": 7}, None, alike)
    written = encode_kept(kept)
    assert len(written) < LARGE
    assert msgspec.structs.astuple(recovered(written)) == msgspec.structs.astuple(kept)


def test_a_small_state_stays_legible() -> None:
    kept = Kept((1, 0), {"alerts": 7}, None, ["通知"])
    written = encode_kept(kept)
    assert "通知" in written.decode()
    assert msgspec.structs.astuple(recovered(written)) == msgspec.structs.astuple(kept)
