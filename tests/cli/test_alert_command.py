"""Alerts that nobody has earned: seen beforehand, and sent to try a channel."""

from __future__ import annotations

import asyncio
import csv
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from streammon.cli.main import app
from streammon.errors import ConfigError

ROOT = Path(__file__).parents[2]


class Inbox:
    """Takes one connection after the other, and answers each with the next of `answers`."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.answers: list[str] = []
        self.port = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        length = next(
            int(line.split(":")[1]) for line in head.lower().split("\r\n") if line.startswith("content-length")
        )
        self.heard.append((await reader.readexactly(length)).decode())
        body = self.answers.pop(0)
        writer.write(f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n{body}".encode())
        await writer.drain()
        writer.close()


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    inbox, loop = Inbox(), asyncio.new_event_loop()
    server = loop.run_until_complete(asyncio.start_server(inbox.serve, "127.0.0.1", 0))
    inbox.port = server.sockets[0].getsockname()[1]
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    yield inbox
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    server.close()
    loop.run_until_complete(server.wait_closed())
    loop.close()


@pytest.fixture
def site(tmp_path: Path, inbox: Inbox) -> Path:
    folder = tmp_path / "site"
    shutil.copytree(ROOT / "sites" / "demo", folder)
    here = f"127.0.0.1:{inbox.port}"
    with (folder / "contacts.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    rows[0]["channels"] = f"wecomrobot://K-1@{here} wecomrobot://K-2@{here}"
    with (folder / "contacts.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return folder


def first_contact(site: Path) -> str:
    with (site / "contacts.csv").open(newline="", encoding="utf-8") as file:
        return next(csv.DictReader(file))["contact_id"]


def alert(*words: object) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["alert", *map(str, words)], catch_exceptions=True)
    if isinstance(result.exception, ConfigError):
        raise result.exception
    return result.exit_code, result.stdout


def test_every_channel_is_tried_and_told(site: Path, inbox: Inbox) -> None:
    inbox.answers = ['{"errcode": 0}', '{"errcode": 93000}']
    code, said = alert("test", first_contact(site), "--site", site, "--channel", 1)
    assert (code, len(inbox.heard)) == (0, 1)
    assert "测试，请勿处理" in inbox.heard[0]
    assert "已送出" in said
    inbox.answers = ['{"errcode": 0}', '{"errcode": 93000}']
    code, said = alert("test", first_contact(site), "--site", site)
    assert code == 1
    assert [line for line in said.splitlines() if "渠道 2" in line and "没有送出 errcode 93000" in line]
    assert "K-1" not in said


def test_a_preview_shows_every_kind_and_sends_nothing(site: Path, inbox: Inbox) -> None:
    code, said = alert("preview", first_contact(site), "--site", site)
    assert code == 0
    for title in ("【整改通知】", "【整改提醒】", "【逾期未改】", "【整改完成】", "（短信 2 条）"):
        assert title in said
    assert inbox.heard == []


def test_who_is_not_there_is_refused_with_those_who_are(site: Path) -> None:
    with pytest.raises(ConfigError, match=first_contact(site)):
        alert("test", "nobody", "--site", site)


def test_a_channel_that_is_not_there_is_refused(site: Path) -> None:
    with pytest.raises(ConfigError, match="共有 2 个"):
        alert("test", first_contact(site), "--site", site, "--channel", 3)
