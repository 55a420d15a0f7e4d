import json
import sqlite3

from command import DEMO, refused, streammon

from streammon.assembly.folders import shipped

NAMES = sorted(file.stem for file in shipped("topics").glob("*.toml"))


def test_the_contract_is_printed():
    said = streammon("topics")
    assert said.code == 0
    assert [line.split()[0] for line in said.out.splitlines() if not line.startswith(" ")] == NAMES
    assert "route -> incidents" in said.out


def test_the_contract_is_printed_as_asyncapi():
    said = streammon("topics", "--asyncapi", "--prefix", "county.")
    assert (said.code, said.err) == (0, "")
    found = json.loads(said.out)
    assert found["asyncapi"] == "3.0.0"
    assert [channel["address"] for channel in found["channels"].values()] == [f"county.{name}" for name in NAMES]


def test_create_makes_what_check_asks_for(tmp_path):
    log = ("--log", f"sqlite://{tmp_path}/there/log.db")
    created = streammon("topics", "create", "--site", DEMO, *log)
    assert (created.code, created.err) == (0, "")
    again = streammon("topics", "create", "--site", DEMO, *log)
    assert again == created
    assert streammon("topics", "check", "--site", DEMO, *log).code == 0


def test_what_is_missing_is_named(tmp_path, site):
    log = ("--log", f"sqlite://{tmp_path}/log.db")
    streammon("topics", "create", "--site", site, *log)
    with sqlite3.connect(tmp_path / "log.db") as db:
        db.execute("delete from topic where name = 'streammon.alerts'")
    (line,) = refused("topics", "check", "--site", site, *log)
    assert "streammon.alerts" in line
    assert "streammon topics create" in line
    assert any("streammon.alerts" in line for line in refused("apply", "--site", site, *log))


def test_another_number_of_partitions_is_refused(tmp_path, site):
    log = ("--log", f"sqlite://{tmp_path}/log.db")
    streammon("topics", "create", "--site", site, *log)
    file = site / "site.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("partitions = 4", "partitions = 5"), encoding="utf-8")
    found = refused("topics", "create", "--site", site, *log)
    assert len(found) > len(NAMES)
    assert all("4" in line and "5" in line for line in found)


def test_apply_publishes_what_has_changed_once(tmp_path, site):
    log = ("--log", f"sqlite://{tmp_path}/log.db")
    assert len(refused("apply", "--site", site, *log)) > len(NAMES), "nothing is there yet"
    streammon("topics", "create", "--site", site, *log)
    assert "3" in streammon("apply", "--site", site, *log).out
    assert "0" in streammon("apply", "--site", site, *log).out
    file = site / "sources.csv"
    rows = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join(rows[:-1]) + "\n", encoding="utf-8")
    assert "1" in streammon("apply", "--site", site, *log).out
