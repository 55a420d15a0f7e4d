"""docker-compose.yml, read by the program that will read it."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    """The file as it is after its variables and anchors have been put in."""
    program = shutil.which("docker-compose")
    if program is None:
        pytest.skip("no docker-compose on the PATH: apt-get install docker-compose")
    done = subprocess.run([program, "config"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return yaml.safe_load(done.stdout)


def test_workers_can_be_scaled(compose: dict[str, Any]) -> None:
    worker = compose["services"]["worker"]
    assert "container_name" not in worker
    assert "ports" not in worker
    assert worker["deploy"]["replicas"] > 1


def test_only_the_console_is_published_and_only_to_this_machine(compose: dict[str, Any]) -> None:
    published = {name: service["ports"] for name, service in compose["services"].items() if "ports" in service}
    assert list(published) == ["web"]
    assert [address(port) for port in published["web"]] == ["127.0.0.1"]


def address(port: str | dict[str, Any]) -> str:
    """What a port is bound to, in the short and the long way of writing it."""
    return port["host_ip"] if isinstance(port, dict) else port.split(":")[0]


def test_log_and_redis_outlive_their_containers(compose: dict[str, Any]) -> None:
    assert {"kafka", "redis"} <= compose["volumes"].keys()
    assert "--appendonly" in compose["services"]["redis"]["command"]


@pytest.mark.parametrize("name", ["worker", "web"])
def test_the_site_folder_is_read_only(compose: dict[str, Any], name: str) -> None:
    (mount,) = compose["services"][name]["volumes"]
    written = mount if isinstance(mount, str) else f":{mount['target']}:{'ro' if mount['read_only'] else 'rw'}"
    assert written.endswith(":/site:ro")
