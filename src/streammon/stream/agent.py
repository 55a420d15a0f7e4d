"""What a file in agents/ declares: the two decorators, and the context that its function is handed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, ParamSpec, TypeVar

from streammon.clock import Clock
from streammon.model.base import Event
from streammon.model.step import Step
from streammon.stream.pool import Pool

T = TypeVar("T")
P = ParamSpec("P")


@dataclass(frozen=True)
class Context:
    """What an agent may use beside its event: the clock, the process pool, and what the program was started with."""

    clock: Clock
    pool: Pool | None = None
    resources: dict[type, Any] = field(default_factory=dict)

    def use(self, kind: type[T]) -> T:
        """Return the one instance of `kind` that the program was started with."""
        found: T = self.resources[kind]
        return found

    async def in_process(self, function: Callable[P, T], *args: P.args, **options: P.kwargs) -> T:
        """Run CPU-heavy `function` in the process pool; here, where there is none."""
        if self.pool is None:
            return function(*args, **options)
        return await self.pool.run(partial(function, *args, **options))


Emits = Event | Iterable[Event] | None
Handler = Callable[[Any, Context], Awaitable[Emits]]
Machine = Callable[[Any, Any, datetime, Context], Step[Any]]
Keys = str | Iterable[str]
KeysOf = Callable[[Any], Keys]


@dataclass(frozen=True)
class Stateless:
    """Event in, events out. Up to `concurrency` events are worked on at once; `in_order`, those of a key are not."""

    name: str
    reads: tuple[str, ...]
    emits: tuple[str, ...]
    handler: Handler
    concurrency: int
    in_order: bool = False


@dataclass(frozen=True)
class Keyed:
    """A state machine: one state per key, `step(state, event, now, context) -> Step`.

    `state` is the type of the state; calling it without arguments gives the state of a key not seen before. `key`
    names the state, or the states, that an event is for; `key_in` does so where that depends on the context. A `Due`
    goes to its own key.
    """

    name: str
    reads: tuple[str, ...]
    emits: tuple[str, ...]
    state: type
    key: KeysOf
    machine: Machine
    key_in: Callable[[Any, Context], Keys] | None = None

    def keys_of(self, event: Any, context: Context) -> Keys:
        """Return the key, or the keys, of the states that an event is for."""
        return self.key(event) if self.key_in is None else self.key_in(event, context)


Agent = Stateless | Keyed

declared: dict[str, Agent] = {}
"""The agents of the files loaded so far, by name."""


def stateless(
    reads: str | Sequence[str], *, emits: Sequence[str] = (), concurrency: int = 16, in_order: bool = False
) -> Callable[[Handler], Handler]:
    """Declare an async function `handler(event, context)` as an agent; its name is the agent's.

    What it returns is published, each event to the topic among `emits` that carries its type. It may see an event
    twice, so what it returns must depend on nothing else. `in_order`: events with the same key, one after the other.
    """

    def declare(handler: Handler) -> Handler:
        name = handler.__name__
        declared[name] = Stateless(name, _names(reads), tuple(emits), handler, concurrency, in_order)
        return handler

    return declare


def keyed(
    reads: str | Sequence[str],
    *,
    state: type,
    key: KeysOf = str,
    key_in: Callable[[Any, Context], Keys] | None = None,
    emits: Sequence[str] = (),
) -> Callable[[Machine], Machine]:
    """Declare a pure function `machine(state, event, now, context) -> Step` as an agent; its name is the agent's.

    It sees each event exactly once per key, in the order of its partition; `now` is the event's time in the log.
    """

    def declare(machine: Machine) -> Machine:
        name = machine.__name__
        declared[name] = Keyed(name, _names(reads), tuple(emits), state, key, machine, key_in)
        return machine

    return declare


def _names(reads: str | Sequence[str]) -> tuple[str, ...]:
    return (reads,) if isinstance(reads, str) else tuple(reads)
