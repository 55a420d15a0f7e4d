"""`streammon run` as a whole: it starts, answers, refuses a second one, stops, and goes on."""

import asyncio
import signal
import socket
import subprocess
import time
import urllib.request
from collections import Counter
from pathlib import Path

import pytest
from command import Running, refused, streammon

from streammon.assembly.folders import shipped
from streammon.assembly.options import Options
from streammon.stream import reading, topics
from streammon.stream.sqlite.log import SqliteLog


def published(data: Path, name: str) -> list:
    """Return the events of a topic, which a stopped program has left."""

    async def read() -> list:
        options = Options(Path(), data)
        log = SqliteLog(data / "log.db", read_only=True)
        await log.start()
        topic = topics.load(shipped("topics"))[name]
        found = [event async for event in reading.events(log, topic, options.prefix)]
        await log.stop()
        return found

    return asyncio.run(read())


def answer(url: str) -> str:
    with urllib.request.urlopen(url, timeout=10) as page:
        return page.read().decode()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def test_it_runs_stops_and_goes_on(site, tmp_path):
    data = tmp_path / "data"
    running = Running(site, data)
    try:
        assert "眉县" in answer(running.url)
        (line,) = [
            line
            for line in refused("run", "--site", site, "--data", data, "--port", "0", "--health-port", "0")
            if "WARNING" not in line
        ]
        assert "已有另一个 streammon" in line or "另一个进程正在使用" in line
        (line,) = refused("apply", "--site", site, "--data", data)
        assert line.startswith(f"{data}/log.db: 另一个进程正在使用这个日志")
        assert streammon("dead-letters", "list", "--data", data).code == 0, "looking is allowed"
    finally:
        code = running.stop(signal.SIGINT)
    assert code == 0
    assert "Traceback" not in running.errors()
    again = Running(site, data)
    assert "眉县" in answer(again.url)
    assert again.stop(signal.SIGTERM) == 0
    assert "Traceback" not in again.errors()
    sources = Counter(source.source_id for source in published(data, "sources"))
    assert sources == {"c001": 1, "c002": 1, "c003": 1}, "a second start registers nothing twice"


def test_a_killed_one_goes_on(site, tmp_path):
    data = tmp_path / "data"
    running = Running(site, data)
    assert running.stop(signal.SIGKILL) == -signal.SIGKILL
    again = Running(site, data)
    assert "眉县" in answer(again.url)
    assert again.stop() == 0
    assert len(published(data, "sources")) == 3


@pytest.mark.parametrize(
    ("address", "said"),
    [("redis://127.0.0.1:9", "连接不上"), ("redis://:geheim@127.0.0.1:9/0", "连接不上"), ("nonsense", "无法识别")],
)
def test_a_redis_that_can_not_be_used_is_refused(site, tmp_path, address, said):
    (line,) = refused("run", "--site", site, "--data", tmp_path / "data", "--redis", address)
    assert line.startswith("--redis: ")
    assert said in line
    assert "geheim" not in line


def test_a_redis_that_forgets_is_refused(site, tmp_path):
    port = free_port()
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    server = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                continue
        (line,) = refused("run", "--site", site, "--data", tmp_path / "data", "--redis", f"redis://127.0.0.1:{port}")
    finally:
        server.terminate()
        server.wait()
    assert line.startswith("--redis: ")
    assert "没有开启持久化" in line


@pytest.mark.parametrize("option", ["--port", "--health-port"])
def test_a_port_that_is_taken_is_refused(site, tmp_path, option):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        words = {"--port": "0", "--health-port": "0"} | {option: str(port)}
        flat = [word for pair in words.items() for word in pair]
        *_, line = refused("run", "--site", site, "--data", tmp_path / "data", *flat)
    assert line.startswith(f"127.0.0.1:{port}: ")
