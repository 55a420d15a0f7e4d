"""scripts/kafka: one broker that survives its own death, whose data folder is all that is needed to end it."""

import contextlib
import random
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

SCRIPT = Path(__file__).parents[2] / "scripts" / "kafka"


def script(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([SCRIPT, *arguments], capture_output=True, text=True, check=False)


@pytest.fixture
def data(kafka: str, tmp_path: Path) -> Iterator[str]:
    """A folder for a second broker, beside the one that the tests already have; ended whatever happens."""
    yield str(tmp_path)
    script("kill", "--data", str(tmp_path))


@contextlib.asynccontextmanager
async def admin(address: str) -> AIOKafkaAdminClient:
    client = AIOKafkaAdminClient(bootstrap_servers=address)
    await client.start()
    try:
        yield client
    finally:
        await client.close()


@pytest.mark.kafka
@pytest.mark.crash
async def test_a_killed_broker_starts_again_with_its_topics(data: str) -> None:
    port = str(random.randint(20000, 32000))
    address = f"127.0.0.1:{port}"
    assert script("start", "--port", port, "--data", data).stdout.strip() == address
    async with admin(address) as client:
        await client.create_topics([NewTopic("kept", 4, 1)])
    assert script("kill", "--data", data).returncode == 0
    assert script("status", "--data", data).returncode == 1
    assert script("start", "--port", port, "--data", data).stdout.strip() == address
    async with admin(address) as client:
        assert "kept" in await client.list_topics()
    assert script("stop", "--data", data).returncode == 0
    assert script("stop", "--data", data).stderr.strip() == f"No broker runs in {data}"


def test_stop_leaves_other_processes_alone(tmp_path: Path) -> None:
    with subprocess.Popen(["sleep", "60"]) as bystander:
        (tmp_path / "pid").write_text(str(bystander.pid))
        assert script("kill", "--data", str(tmp_path)).returncode == 1
        assert bystander.poll() is None
        bystander.kill()


@pytest.mark.parametrize("arguments", [(), ("begin",), ("start", "--prot", "1"), ("start", "--port", "x")])
def test_a_wrong_call_says_what_would_be_right(arguments: tuple[str, ...]) -> None:
    done = script(*arguments)
    assert done.returncode == 2
    assert "fetch|start|stop|kill|status" in done.stderr
