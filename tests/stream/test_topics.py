from pathlib import Path

import pytest
from arbitrary import instances
from hypothesis import find
from records import NOON

from streammon.assembly.folders import shipped
from streammon.errors import ConfigError, ConfigErrors
from streammon.model.content import Content
from streammon.model.source import Source
from streammon.stream.codec import members
from streammon.stream.outbox import Outbox
from streammon.stream.topics import DAY, by_type, load, partition_of

GOOD = {
    "doc": '"What is watched."',
    "value": '"streammon.model.source:Source"',
    "key": '"source_id"',
    "partitioned_by": '"unit_id"',
    "keep": '"7 days"',
    "writers": '["poll"]',
    "readers": '["gaps"]',
}


def write(folder: Path, name: str = "sources", **changed: str | None) -> Path:
    lines = [f"{key} = {value}" for key, value in (GOOD | changed).items() if value is not None]
    file = folder / f"{name}.toml"
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def test_a_topic_is_what_its_file_says(tmp_path: Path):
    write(tmp_path)
    write(tmp_path, "kept", keep='"for ever"')
    topics = load(tmp_path)
    assert list(topics) == ["kept", "sources"]
    topic = topics["sources"]
    assert (topic.name, topic.kind, topic.keep, topic.writers, topic.readers) == (
        "sources", Source, 7 * DAY, ("poll",), ("gaps",)
    )  # fmt: skip
    assert topics["kept"].keep is None


def test_the_key_says_what_it_is_and_the_partition_who_sees_it_together(tmp_path: Path):
    write(tmp_path)
    outbox = Outbox([load(tmp_path)["sources"]], 97, "")
    source = find(instances(Source), lambda _: True)
    a, b = (type(source)(**{**as_dict(source), "source_id": name, "unit_id": "u1"}) for name in ("c1", "c2"))
    sent = [outbox.address(event, NOON) for event in (a, b)]
    assert [outgoing.key for outgoing in sent] == [b"c1", b"c2"]
    assert {outgoing.partition for outgoing in sent} == {partition_of("u1", 97)}


def as_dict(source: Source) -> dict[str, object]:
    return {name: getattr(source, name) for name in source.__struct_fields__}


def test_a_partition_never_changes():
    assert [partition_of(name, 8) for name in ("u01", "u02", "县发改局")] == [0, 2, 5]


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        *(({key: None}, f"“{key}”") for key in GOOD),
        ({"kee": '"7 days"'}, "“kee”"),
        ({"doc": "3"}, "“doc”"),
        ({"key": "[]"}, "“key”"),
        ({"writers": '"poll"'}, "“writers”"),
        ({"readers": "[1]"}, "“readers”"),
        ({"keep": '"7 weeks"'}, "“keep”"),
        ({"keep": "7"}, "“keep”"),
        ({"keep": '"-7 days"'}, "“keep”"),
        ({"value": '"streammon.model.source:Sources"'}, "“value”"),
        ({"value": '"streammon.model.nothing:Source"'}, "“value”"),
        ({"value": '"Source"'}, "“value”"),
        ({"value": '""'}, "“value”"),
        ({"value": '"os:sep"'}, "“value”"),
        ({"value": '"streammon.model.fetching:Politeness"'}, "“value”"),
        ({"key": '"id"'}, "“key”"),
        ({"partitioned_by": '"county"'}, "“partitioned_by”"),
    ],
)
def test_a_mistake_is_told_with_its_file_and_key(tmp_path: Path, changed, named):
    file = write(tmp_path, **changed)
    with pytest.raises(ConfigErrors) as refused:
        load(tmp_path)
    (error,) = refused.value.errors
    assert error.where == str(file)
    assert named in error.what


@pytest.mark.parametrize("text", [b"doc = ", b'doc = "\xd6\xd0"', b'doc = "a"\ndoc = "b"'])
def test_what_is_no_toml_is_refused(tmp_path: Path, text):
    (tmp_path / "sources.toml").write_bytes(text)
    with pytest.raises(ConfigErrors, match=r"sources\.toml: 不是正确的 TOML"):
        load(tmp_path)


def test_what_can_not_be_read_is_refused(tmp_path: Path):
    (tmp_path / "sources.toml").mkdir()
    with pytest.raises(ConfigErrors, match=r"sources\.toml: 读不了"):
        load(tmp_path)


def test_the_mistakes_of_all_files_are_told_at_once(tmp_path: Path):
    write(tmp_path, "a", doc=None)
    write(tmp_path, "b")
    write(tmp_path, "c", keep='"long"')
    with pytest.raises(ConfigErrors) as refused:
        load(tmp_path)
    assert [Path(error.where).name for error in refused.value.errors] == ["a.toml", "c.toml"]


def test_a_folder_without_topics_is_refused(tmp_path: Path):
    with pytest.raises(ConfigError, match="没有主题"):
        load(tmp_path / "nowhere")


def test_the_first_topic_that_carries_a_type_has_it(tmp_path: Path):
    write(tmp_path, "a")
    write(tmp_path, "b")
    topics = load(tmp_path)
    assert by_type(topics.values()) == {Source: topics["a"]}


def test_every_shipped_topic_has_its_types():
    topics = load(shipped("topics"))
    assert topics["contents"].kind is Content
    assert topics["contents"].keep == 7 * DAY, "contents may hold what leaked"
    assert all(members(topic.kind) and topic.doc for topic in topics.values())
