from pathlib import Path

import pytest

from streammon.assembly.folders import shipped
from streammon.errors import ConfigError, ConfigErrors
from streammon.stream.agent import Keyed, Stateless
from streammon.stream.loader import load

GOOD = """\
from streammon.stream import stateless

@stateless("ticks", emits=["tocks"], concurrency=3)
async def {name}(event, context):
    return None
"""


def refused(folder: Path) -> list[ConfigError]:
    with pytest.raises(ConfigErrors) as caught:
        load(folder)
    return list(caught.value.errors)


def test_dropping_a_file_in_adds_an_agent(tmp_path: Path):
    (tmp_path / "double.py").write_text(GOOD.format(name="double"))
    (tmp_path / "_shared.py").write_text("raise RuntimeError")
    found = load(tmp_path)
    assert list(found) == ["double"]
    agent = found["double"]
    assert isinstance(agent, Stateless)
    assert (agent.name, agent.reads, agent.emits, agent.concurrency) == ("double", ("ticks",), ("tocks",), 3)


def test_the_shipped_agents():
    agents = load(shipped("agents"))
    assert set(agents) >= {"schedule", "poll", "inspect", "gaps", "incidents", "route", "notify", "grade", "view"}
    assert isinstance(agents["gaps"], Keyed)
    assert isinstance(agents["poll"], Stateless)


def test_a_folder_without_agents_is_refused(tmp_path: Path):
    with pytest.raises(ConfigError, match="没有环节"):
        load(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("text", "line", "named"),
    [
        ("x = 1\n\ny = 1 / 0\n", 3, "ZeroDivisionError"),
        ("x = 1\ndef broken(:\n", 2, "SyntaxError"),
        ("import nothing_of_that_name\n", 1, "ModuleNotFoundError"),
        ("def f():\n    return {}['k']\n\nf()\n", 2, "KeyError"),
    ],
)
def test_a_file_that_can_not_be_loaded_is_told_with_its_line(tmp_path: Path, text, line, named):
    file = tmp_path / "bad.py"
    file.write_text(text)
    (error,) = refused(tmp_path)
    assert error.where == f"{file}, line {line}"
    assert named in error.what


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("x = 1\n", "没有声明环节"),
        (GOOD.format(name="other"), "other"),
        (GOOD.format(name="bad") + GOOD.format(name="second"), "bad, second"),
    ],
    ids=["nothing", "another name", "two"],
)
def test_a_file_declares_the_agent_of_its_name_and_no_other(tmp_path: Path, text, named):
    (tmp_path / "bad.py").write_text(text)
    (error,) = refused(tmp_path)
    assert error.where == str(tmp_path / "bad.py")
    assert named in error.what
    assert "bad" in error.instead


def test_the_mistakes_of_all_files_are_told_at_once(tmp_path: Path):
    for name, text in {"a": "1 / 0", "b": GOOD.format(name="b"), "c": ""}.items():
        (tmp_path / f"{name}.py").write_text(text)
    assert [error.where for error in refused(tmp_path)] == [f"{tmp_path}/a.py, line 1", f"{tmp_path}/c.py"]


def test_a_file_that_failed_leaves_nothing_to_the_next(tmp_path: Path):
    (tmp_path / "a.py").write_text(GOOD.format(name="a") + "1 / 0\n")
    (tmp_path / "b.py").write_text(GOOD.format(name="b"))
    assert len(refused(tmp_path)) == 1
