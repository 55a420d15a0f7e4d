"""What a person types, and what the program says to it; above all when it can't be used."""

import pytest
from command import DEMO, ROOT, refused, streammon

COMMANDS = [
    "run",
    "worker",
    "web",
    "demo",
    "scan",
    "lexicon",
    "check",
    "apply",
    "topics",
    "dead-letters",
    "calendar",
    "view",
]


def test_help_names_every_command():
    said = streammon("--help")
    assert said.code == 0
    for name in COMMANDS:
        assert f" {name} " in said.out


@pytest.mark.parametrize("name", ["run", "check", "topics", "dead-letters", "calendar"])
def test_a_command_has_help(name):
    said = streammon(name, "--help")
    assert said.code == 0
    assert f"streammon {name}" in said.out


@pytest.mark.parametrize(
    "words",
    [
        ["--nothing"],
        ["nothing"],
        ["check"],
        ["check", "sites/demo", "--fast"],
        ["run", "--site", "sites/demo", "--port", "70000"],
        ["topics", "create", "--site", "sites/demo", "--replication", "0"],
        ["dead-letters", "show"],
        ["calendar", "due", "2024-09-27"],
        ["calendar", "due", "2024-09-27", "soon"],
        ["calendar", "due", "2024-09-27", "-1"],
    ],
    ids=" ".join,
)
def test_what_no_command_understands_is_refused(words):
    assert "Usage: streammon" in refused(*words, cwd=ROOT)[0]


@pytest.mark.parametrize(
    ("days", "last"), [("1", "2024-09-29"), ("3", "2024-10-08"), ("0", "2024-09-27"), ("2", "2024-09-30")]
)
def test_a_fix_window_ends_on_a_working_day(days, last):
    said = streammon("calendar", "due", "2024-09-27", days)
    assert (said.code, said.out, said.err) == (0, f"{last}\n", "")


def test_the_holidays_of_a_site_count(site):
    (site / "holidays.csv").write_text("date,worked,name\n2024-09-29,否,本县\n", encoding="utf-8")
    said = streammon("calendar", "due", "2024-09-27", "1", "--site", site)
    assert said.out == "2024-09-30\n"


def test_a_year_that_nobody_knows_is_warned_about():
    said = streammon("calendar", "due", "2049-10-01", "1")
    assert said.code == 0
    assert said.out == "2049-10-04\n"
    assert "2049" in said.err


@pytest.mark.parametrize("day", ["2024-13-01", "27.9.2024", "", "today", "9999-12-30"])
def test_what_is_no_date_is_refused_in_one_line(day):
    (line,) = refused("calendar", "due", day, "30")
    assert line.startswith(f"{day}: ")
    assert "2024-09-27" in line


def test_the_demo_site_is_right():
    said = streammon("check", DEMO)
    assert (said.code, said.err) == (0, "")
    assert "眉县" in said.out


def test_every_mistake_in_a_site_is_named(site):
    replaced(site / "site.toml", "partitions = 4", 'partitions = "four"')
    replaced(site / "units.csv", "u02,县农业农村局,p02", "u02,县农业农村局,p99")
    replaced(site / "sources.csv", "实时更新", "有空就更新")
    replaced(site / "rules.toml", "empty_due", "empty_dew")
    found = refused("check", site)
    for place in (
        f"{site}/site.toml，第 6 行",
        f"{site}/units.csv，第 3 行",
        f"{site}/sources.csv，第 2 行",
        f"{site}/rules.toml",
    ):
        assert any(line.startswith(place) for line in found), (place, found)


def replaced(file, old, new):
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_a_mistake_in_a_lexicon_is_found(site):
    next((site / "lexicon").glob("*.csv")).write_text("wrong,right\n,\n", encoding="utf-8")
    assert any("lexicon" in line for line in refused("check", site))


@pytest.mark.parametrize("words", [["check"], ["run", "--site"], ["apply", "--site"]])
def test_a_site_that_is_not_there_is_refused_in_one_line(words, tmp_path):
    (line,) = refused(*words, tmp_path / "nowhere", cwd=tmp_path)
    assert line.startswith(f"{tmp_path}/nowhere: 没有这个文件夹")
    assert not list(tmp_path.iterdir()), "nothing is left behind"


@pytest.mark.parametrize(
    "words",
    [
        ["dead-letters", "list"],
        ["dead-letters", "show", "0123456789abcdef"],
        ["view", "rebuild"],
        ["topics", "check", "--site", DEMO],
    ],
    ids=lambda words: " ".join(map(str, words[:2])),
)
def test_a_log_that_is_not_there_is_refused_in_one_line(words, tmp_path):
    (line,) = refused(*words, "--data", tmp_path / "nowhere")
    assert line.startswith(f"{tmp_path}/nowhere/log.db: 没有这个日志")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("address", ["mysql://a:1", "kafka://", "kafka://a:b", "kafka://a", "sqlite://", "log.db"])
def test_what_is_no_address_of_a_log_is_refused_in_one_line(address, tmp_path):
    (line,) = refused("dead-letters", "list", "--log", address, "--data", tmp_path)
    assert line.startswith("--log: ")
    assert "kafka://主机:端口" in line


def test_a_kafka_that_does_not_answer_is_refused(tmp_path):
    *_, line = refused("topics", "check", "--site", DEMO, "--log", "kafka://127.0.0.1:9")
    assert line.startswith("kafka://127.0.0.1:9: 那里没有 Kafka 应答")


@pytest.mark.parametrize(
    "words",
    [["dead-letters", "list"], ["view", "rebuild"], ["apply", "--site", DEMO], ["topics", "create", "--site", DEMO]],
)
def test_a_file_that_is_no_log_is_refused_in_one_line(words, tmp_path):
    (tmp_path / "log.db").write_text("a letter to a friend, quite long enough to be no database")
    (line,) = refused(*words, "--data", tmp_path)
    assert line.startswith(f"{tmp_path}/log.db: 不能用作日志")


@pytest.mark.parametrize("words", [["demo", "--check"], ["dead-letters", "list"]])
def test_a_data_folder_that_is_a_file_is_refused(words, tmp_path):
    (tmp_path / "file").touch()
    assert any("--data" in line for line in refused(*words, "--data", tmp_path / "file"))


def test_a_data_folder_that_can_not_be_made_is_refused_in_one_line():
    (line,) = refused("run", "--site", DEMO, "--data", "/proc/nowhere")
    assert line.startswith("/proc/nowhere")


def test_replay_wants_letters_or_an_agent(tmp_path):
    for words in ([], ["0123456789abcdef", "--agent", "poll"]):
        (line,) = refused("dead-letters", "replay", *words, "--data", tmp_path)
        assert "--agent" in line


def test_agents_and_topics_that_are_wrong_are_named(tmp_path):
    (tmp_path / "bad.py").write_text("x = 1\n1 / 0\n")
    (line,) = refused("topics", "--agents", tmp_path)
    assert line.startswith(f"{tmp_path}/bad.py, line 2: ")
    (tmp_path / "bad.toml").write_text("doc = 1\n")
    (line,) = refused("topics", "--topics", tmp_path)
    assert line.startswith(f"{tmp_path}/bad.toml: ")


def test_the_console_alone_wants_a_redis():
    (line,) = refused("web", "--site", DEMO, "--redis", "")
    assert line.startswith("--redis: ")
