"""alerts.toml: what it may say, and how mistakes are told."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest

from streammon.errors import ConfigErrors
from streammon.model.policy import Lane, Policy
from streammon.site.alerts import policy_of
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


def read(folder: Path, text: str) -> Policy:
    (folder / "alerts.toml").write_text(text, encoding="utf-8")
    problems = Problems()
    policy = policy_of(folder, problems)
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


@pytest.mark.parametrize(
    ("wrong", "line", "says"),
    [
        (RIGHT.replace("wait  = 300", "wiat  = 300"), 8, "wait"),
        (RIGHT.replace("wait  = 300", 'wait  = "5m"'), 8, "整数"),
        (RIGHT.replace("wait  = 300", "wait  = -1"), 8, "0"),
        (RIGHT.replace("20:00:00", "08:00:00"), 2, "closes"),
        (RIGHT + '\n[lanes.more]\nrules = ["privacy"]\n', 13, "lanes.privacy"),
        ("[lanes]\n", 1, "通道"),
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
