"""quixstreams: librdkafka and RocksDB, state and changelog flushed before each commit, once a second."""

from __future__ import annotations

import sys
import tempfile
from typing import Any

from quixstreams import Application


def count(tick: dict[str, Any], state: Any) -> dict[str, Any]:
    counted = state.get("count", 0) + 1
    state.set("count", counted)
    return {"key": tick["key"], "seq": tick["seq"], "count": counted}


def main(address: str, prefix: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        app = Application(
            broker_address=address.removeprefix("kafka://"),
            consumer_group=f"{prefix}quix",
            auto_offset_reset="earliest",
            commit_interval=1.0,
            state_dir=folder,
            loglevel="ERROR",
            producer_extra_config={"acks": "all", "enable.idempotence": True},
        )
        counted = app.dataframe(app.topic(f"{prefix}ticks")).apply(count, stateful=True)
        counted.to_topic(app.topic(f"{prefix}tocks"))
        app.run()


if __name__ == "__main__":
    main(*sys.argv[1:])
