"""Whose a row is: the source that its unit, name and platform mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from streammon.errors import ConfigError
from streammon.model.source import Source, SourceKind
from streammon.model.task import Task
from streammon.model.unit import Unit
from streammon.site.problems import near
from streammon.words import say


@dataclass(frozen=True)
class Registry:
    """What a row may name."""

    units: Mapping[str, Unit]
    sources: Mapping[str, Source]
    tasks: tuple[Task, ...] = ()

    def unit_id(self, text: str, where: str) -> str:
        """Return the id of the unit of that name or id. Raises ConfigError for one that there is not."""
        if text in self.units:
            return text
        ids = [unit.unit_id for unit in self.units.values() if unit.name == text]
        if len(ids) == 1:
            return ids[0]
        names = [unit.name for unit in self.units.values()]
        raise ConfigError(where, say("imports.unit.unknown", text=text), near(text, names))

    def source(self, kinds: Iterable[SourceKind], unit_id: str, names: Iterable[str], where: str) -> Source:
        """Return the one source of the first of `kinds` that has one, of a unit ("": any), with each of `names`.

        A name is that of the source, its id or its platform. Raises ConfigError where there is none, or more than one.
        """
        wanted = [name for name in names if name]
        owned = [source for source in self.sources.values() if unit_id in ("", source.unit_id)]
        found: list[Source] = []
        for kind in kinds:
            of_kind = [source for source in owned if source.kind is kind]
            found = [source for source in of_kind if all(_answers(source, name) for name in wanted)]
            # One that is the only one of its unit needs no name, and its name no likeness.
            if not found and unit_id and len(of_kind) == 1 and kind in _NAMELESS:
                found = of_kind
            if found:
                break
        if len(found) == 1:
            return found[0]
        unit = self.units[unit_id].name if unit_id else ""
        choices = "、".join(_called(source) for source in found or owned if source.kind in tuple(kinds))
        key = "several" if found else "none"
        instead = say("imports.source.choices", names=choices) if choices else say("imports.source.register")
        raise ConfigError(where, say(f"imports.source.{key}", unit=unit, name=" ".join(wanted)), instead)

    def task_id(self, text: str, where: str) -> str:
        """Return the id of the recommended item of that id or title. Raises ConfigError for one that there is not."""
        ids = [task.task_id for task in self.tasks if text in (task.task_id, task.title)]
        if len(ids) == 1:
            return ids[0]
        raise ConfigError(where, say("imports.task.unknown", text=text), near(text, [t.task_id for t in self.tasks]))


_NAMELESS = frozenset({SourceKind.HOTLINE, SourceKind.MAILBOX})
"""What a unit mostly has one of; tables name the channel there, not the source."""


def _answers(source: Source, name: str) -> bool:
    return name in (source.name, source.source_id, source.platform)


def _called(source: Source) -> str:
    return f"{source.name}（{source.platform or source.source_id}）"
