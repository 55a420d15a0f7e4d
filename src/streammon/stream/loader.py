"""The agents/ folder: every Python file in it is loaded at start, so dropping one in adds an agent."""

from __future__ import annotations

import sys
import traceback
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from streammon.errors import ConfigError, ConfigErrors
from streammon.stream import agent
from streammon.stream.agent import Agent


def load(folder: Path) -> dict[str, Agent]:
    """Return the agents that the files of `folder` declare, by name. Raises ConfigErrors with all that went wrong."""
    files = sorted(file for file in folder.glob("*.py") if not file.name.startswith("_"))
    if not files:
        raise ConfigError(str(folder), "no agents here.", "It would be right to hold one Python file per agent.")
    agents: dict[str, Agent] = {}
    errors: list[ConfigError] = []
    for file in files:
        try:
            agents.update(_load(file))
        except ConfigError as error:
            errors.append(error)
    if errors:
        raise ConfigErrors(errors)
    return agents


def _load(file: Path) -> dict[str, Agent]:
    agent.declared.clear()
    name = f"streammon_agents.{file.stem}"
    spec = spec_from_file_location(name, file)
    if spec is None or spec.loader is None:
        raise ConfigError(str(file), "can't be loaded as Python.")
    module = module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except Exception as error:  # a file of the user's: whatever it raises is told with its line
        raise ConfigError(_where(file, error), f"{type(error).__name__}: {error}") from error
    found = dict(agent.declared)
    if list(found) != [file.stem]:
        raise ConfigError(
            str(file),
            f"declares {sorted(found) or 'nothing'}.",
            f"It would be right to declare one agent, {file.stem!r}.",
        )
    return found


def _where(file: Path, error: Exception) -> str:
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(file)]
    line = error.lineno if isinstance(error, SyntaxError) else (lines or [None])[-1]
    return f"{file}, line {line}" if line else str(file)
