"""Hypothesis strategies for whatever flows: made from the types themselves, so a new field is covered at once."""

from __future__ import annotations

from datetime import UTC
from functools import singledispatch
from typing import Any

from hypothesis import strategies as st
from msgspec import inspect

SAFE = 2**53


def instances(kind: type) -> st.SearchStrategy[Any]:
    return of(inspect.type_info(kind))


@singledispatch
def of(info: inspect.Type) -> st.SearchStrategy[Any]:
    raise TypeError(f"no strategy for {info}")


SIMPLE: dict[type, st.SearchStrategy[Any]] = {
    inspect.NoneType: st.none(),
    inspect.BoolType: st.booleans(),
    inspect.IntType: st.integers(-SAFE, SAFE),
    inspect.FloatType: st.floats(allow_nan=False, allow_infinity=False),
    inspect.StrType: st.text(max_size=20),
    inspect.BytesType: st.binary(max_size=20),
    inspect.DateTimeType: st.datetimes(timezones=st.just(UTC)),
    inspect.DateType: st.dates(),
}
for simple, strategy in SIMPLE.items():
    of.register(simple)(lambda _, strategy=strategy: strategy)


@of.register
def _(info: inspect.StructType) -> st.SearchStrategy[Any]:
    return st.builds(info.cls, **{field.name: of(field.type) for field in info.fields})


@of.register
def _(info: inspect.EnumType) -> st.SearchStrategy[Any]:
    return st.sampled_from(info.cls)


@of.register
def _(info: inspect.VarTupleType) -> st.SearchStrategy[Any]:
    return st.lists(of(info.item_type), max_size=3).map(tuple)


@of.register
def _(info: inspect.DictType) -> st.SearchStrategy[Any]:
    return st.dictionaries(of(info.key_type), of(info.value_type), max_size=3)


@of.register
def _(info: inspect.UnionType) -> st.SearchStrategy[Any]:
    return st.one_of([of(member) for member in info.types])
