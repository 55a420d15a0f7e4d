"""alerts.toml: what it may say, and how mistakes are told."""

from __future__ import annotations

from datetime import datetime, time
from pathlib import Path

import pytest

from streammon.clock import LOCAL
from streammon.errors import ConfigErrors
from streammon.model.policy import Brake, Lane, Policy, Weekday
from streammon.site.alerts import Ids, policy_of
from streammon.site.problems import Problems

RIGHT = """\
opens = 08:30:00
closes = 20:00:00

[lanes.privacy]
rules = ["privacy"]

[lanes.rest]
wait  = 300
quiet = true
daily = 4
"""


GUARDED = """\
operator = "c1"

[brake]
per_hour = 50
exempt   = ["privacy"]

[[maintenance]]
reason = "机房搬迁"
host   = "gov.test"
since  = 2024-10-01T22:00:00
until  = 2024-10-02T06:00:00+08:00

[[maintenance]]
reason  = "每周维护"
unit_id = "u1"
rules   = ["gap"]
days    = ["sat", "sun"]
begins  = 22:00:00
ends    = 06:00:00
"""
KNOWN = Ids(contacts={"c1"}, units={"u1"}, sources={"s1"})


def read(folder: Path, text: str) -> Policy:
    (folder / "alerts.toml").write_text(text, encoding="utf-8")
    problems = Problems()
    policy = policy_of(folder, problems, KNOWN)
    problems.refuse()
    return policy


def test_without_a_file_everything_is_told_at_once(tmp_path: Path) -> None:
    assert policy_of(tmp_path, Problems()) == Policy(lanes={"all": Lane()})


def test_lanes_keep_their_order(tmp_path: Path) -> None:
    policy = read(tmp_path, RIGHT)
    assert (policy.opens, policy.closes) == (time(8, 30), time(20))
    assert list(policy.lanes.items()) == [
        ("privacy", Lane(rules=("privacy",))),
        ("rest", Lane(wait=300, quiet=True, daily=4)),
    ]


def test_brake_and_windows_are_read_in_local_time(tmp_path: Path) -> None:
    policy = read(tmp_path, GUARDED)
    assert (policy.operator, policy.brake) == ("c1", Brake(per_hour=50, exempt=("privacy",)))
    once, weekly = policy.maintenance
    assert (once.since, once.until) == (
        datetime(2024, 10, 1, 22, tzinfo=LOCAL),
        datetime(2024, 10, 2, 6, tzinfo=LOCAL),
    )
    assert (weekly.days, weekly.begins, weekly.ends) == ((Weekday.SATURDAY, Weekday.SUNDAY), time(22), time(6))
    assert (weekly.unit_id, weekly.rules, weekly.reason) == ("u1", ("gap",), "每周维护")


@pytest.mark.parametrize(
    ("wrong", "line", "says"),
    [
        (RIGHT.replace("wait  = 300", "wiat  = 300"), 8, "wait"),
        (RIGHT.replace("wait  = 300", 'wait  = "5m"'), 8, "整数"),
        (RIGHT.replace("wait  = 300", "wait  = -1"), 8, "0"),
        (RIGHT.replace("20:00:00", "08:00:00"), 2, "closes"),
        (RIGHT + '\n[lanes.more]\nrules = ["privacy"]\n', 13, "lanes.privacy"),
        ("[lanes]\n", 1, "通道"),
        (GUARDED.replace('"c1"', '"c2"'), 1, "c1"),
        (GUARDED.replace('operator = "c1"\n', ""), 2, "operator"),
        (GUARDED.replace("22:00:00\nuntil", "22:00\nuntil"), 10, "alerts.toml"),
        (GUARDED.replace("2024-10-01T22:00:00", '"今晚"'), 10, "2024-10-01T22:00:00"),
        (GUARDED.replace("2024-10-02T", "2024-10-01T"), 11, "until"),
        (GUARDED.replace("until  = 2024-10-02T06:00:00+08:00\n", ""), 7, "since"),
        (GUARDED.replace("begins  = 22:00:00\n", ""), 13, "begins"),
        (GUARDED.replace('"sat"', '"sta"'), 17, "sat"),
        (GUARDED.replace('"u1"', '"u2"'), 15, "u1"),
        ("opens = ", 1, "alerts.toml"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, wrong: str, line: int, says: str) -> None:
    with pytest.raises(ConfigErrors) as raised:
        read(tmp_path, wrong)
    (error,) = raised.value.errors
    assert "alerts.toml" in str(error)
    assert f"第{line}行" in str(error).replace(" ", "") or f":{line}" in str(error), str(error)
    assert says in str(error)
