from pathlib import Path

import pytest

from streammon.assembly.folders import shipped
from streammon.assembly.options import Options
from streammon.errors import ConfigError
from streammon.stream.kafka.log import KafkaLog
from streammon.stream.sqlite.log import SqliteLog

SITE = Path("site")


@pytest.mark.parametrize(
    ("log", "file"),
    [("", "data/log.db"), ("sqlite:///var/lib/streammon.db", "/var/lib/streammon.db"), ("sqlite://here.db", "here.db")],
)
def test_an_embedded_log_is_a_file(log: str, file: str):
    options = Options(SITE, log=log)
    found = options.open_log(read_only=True)
    assert options.embedded
    assert isinstance(found, SqliteLog)
    assert (found.file, found.read_only) == (Path(file), True)


@pytest.mark.parametrize("address", ["127.0.0.1:9092", "a.example:9092,b.example:9093"])
def test_kafka_is_one_or_more_brokers(address: str):
    options = Options(SITE, log=f"kafka://{address}", replication=3)
    found = options.open_log()
    assert not options.embedded
    assert isinstance(found, KafkaLog)
    assert (found.address, found.replication) == (address, 3)


@pytest.mark.parametrize(
    "log", ["kafka://", "kafka://a", "kafka://a:b", "kafka://a:1,", "sqlite://", "log.db", "http://a:1"]
)
def test_anything_else_is_refused(log: str):
    with pytest.raises(ConfigError, match="kafka://主机:端口"):
        Options(SITE, log=log).open_log()


@pytest.mark.parametrize("name", ["agents", "topics", "sites/demo"])
def test_what_comes_with_streammon_is_found(name: str):
    assert shipped(name).is_dir()


def test_everything_is_on_loopback_unless_told_otherwise():
    assert Options(SITE).host == "127.0.0.1"
