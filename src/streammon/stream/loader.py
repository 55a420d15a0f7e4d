"""The agents/ folder: every Python file in it is loaded at start, so dropping one in adds an agent."""

from __future__ import annotations

import sys
import traceback
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from streammon.errors import ConfigError, Gathering
from streammon.stream import agent
from streammon.stream.agent import Agent
from streammon.words import say


def load(folder: Path) -> dict[str, Agent]:
    """Return the agents that the files of `folder` declare, by name. Raises ConfigErrors with all that went wrong."""
    files = sorted(file for file in folder.glob("*.py") if not file.name.startswith("_"))
    if not files:
        raise ConfigError(str(folder), say("stream.folder.no_agents"), say("stream.folder.no_agents_hint"))
    agents: dict[str, Agent] = {}
    gathering = Gathering()
    for file in files:
        with gathering:
            agents.update(_load(file))
    gathering.raise_all()
    return agents


def _load(file: Path) -> dict[str, Agent]:
    agent.declared.clear()
    name = f"streammon_agents.{file.stem}"
    spec = spec_from_file_location(name, file)
    if spec is None or spec.loader is None:
        raise ConfigError(str(file), say("stream.agent.unloadable"))
    module = module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except Exception as error:  # a file of the user's: whatever it raises is told with its line
        raise ConfigError(
            _where(file, error), say("stream.agent.raised", kind=type(error).__name__, why=error)
        ) from error
    found = dict(agent.declared)
    if list(found) != [file.stem]:
        what = say("stream.agent.declares", names=", ".join(sorted(found))) if found else say("stream.agent.nothing")
        raise ConfigError(str(file), what, say("stream.agent.one", name=file.stem))
    return found


def _where(file: Path, error: Exception) -> str:
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(file)]
    line = error.lineno if isinstance(error, SyntaxError) else (lines or [None])[-1]
    return f"{file}, line {line}" if line else str(file)
