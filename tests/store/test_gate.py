import shutil
import subprocess
from pathlib import Path

import pytest
import redis

from streammon.store import check


@pytest.mark.parametrize(
    ("save", "append_only", "problems"), [("", "no", 1), ("", "yes", 0), ("3600 1", "no", 0)], ids=str
)
def test_only_a_persistent_redis_passes(tmp_path: Path, save: str, append_only: str, problems: int) -> None:
    socket = tmp_path / "r.sock"
    options = ["--port", "0", "--unixsocket", str(socket), "--save", save, "--appendonly", append_only]
    binary = shutil.which("redis-server")
    if binary is None:
        pytest.skip("needs a redis-server on PATH")
    server = subprocess.Popen([binary, *options, "--dir", str(tmp_path)], stdout=subprocess.DEVNULL)
    client = redis.Redis(unix_socket_path=str(socket))
    while server.poll() is None:
        try:
            client.ping()
            break
        except redis.RedisError:
            continue
    assert len(check(f"unix://{socket}")) == problems
    client.close()
    server.terminate()
    server.wait()


def test_an_unreachable_one_is_named_without_its_password() -> None:
    (problem,) = check("redis://user:secret@127.0.0.1:1/0")
    assert "127.0.0.1:1" in problem
    assert "secret" not in problem


def test_what_is_no_address_is_said_so() -> None:
    (problem,) = check("127.0.0.1:6379")
    assert "redis://127.0.0.1:6379/0" in problem
