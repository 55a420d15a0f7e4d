"""`streammon scan`: what it finds, how it writes it, and what its exit code says."""

import json
import os
import signal
import subprocess
import zipfile

import pytest
from command import COMMAND, ENVIRONMENT, ROOT, refused, streammon

ID = "320312190110011971"
"""Made up; its check digit is right."""
SEVERE = f"困难群众名单：张三，身份证号{ID}。\n"
WRONG = "我们做出贡献，截止目前已发放。\n"
CLEAN = "全县各级各部门认真落实工作要求。\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "甲").mkdir()
    (tmp_path / ".hidden").mkdir()
    for name, text in {
        "b.txt": WRONG,
        "a.txt": CLEAN,
        "甲/名单.txt": SEVERE,
        ".hidden/x.txt": SEVERE,
        ".x.txt": SEVERE,
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "c.zip").write_bytes(b"PK\x03\x04 is not all that a zip file needs")
    return tmp_path


def found(*words, **more):
    """Return the exit code and the records of a scan."""
    said = streammon("scan", "--format", "jsonl", *words, **more)
    assert said.err == ""
    return said.code, [json.loads(line) for line in said.out.splitlines()]


def piped(data: bytes, *words: str) -> subprocess.CompletedProcess[bytes]:
    command = [*COMMAND, "scan", *words]
    return subprocess.run(command, input=data, env=ENVIRONMENT, capture_output=True, timeout=60, check=False)


def test_nothing_found_is_exit_code_0(tmp_path):
    (tmp_path / "x.txt").write_text(CLEAN, encoding="utf-8")
    assert found(tmp_path / "x.txt") == (0, [])


def test_a_record_says_everything(tmp_path):
    (tmp_path / "x.txt").write_text(CLEAN + SEVERE, encoding="utf-8")
    code, (record,) = found("x.txt", cwd=tmp_path)
    assert code == 3
    start = len(CLEAN) + SEVERE.index(ID)
    assert record.pop("why")
    assert 0 < record.pop("confidence") <= 1
    assert record.pop("text").count("*") >= 8
    assert "2" in record.pop("location")
    assert record == {
        "path": "x.txt",
        "start": start,
        "end": start + len(ID),
        "rule": "privacy/resident-id",
        "category": "privacy",
        "severity": "severe",
        "review": False,
        "suggestion": "",
        "count": 1,
    }


def test_a_wrong_word_comes_with_the_right_one(tmp_path):
    (tmp_path / "x.txt").write_text(WRONG, encoding="utf-8")
    code, records = found(tmp_path / "x.txt")
    assert code == 1
    assert [(record["category"], record["severity"]) for record in records] == [("text", "general")] * 2
    assert [WRONG[record["start"] : record["end"]] for record in records] == [record["text"] for record in records]
    assert "截至" in records[1]["suggestion"]


@pytest.mark.parametrize("form", ["table", "sarif"])
def test_no_number_of_a_person_is_shown(tmp_path, form):
    (tmp_path / "x.txt").write_text(SEVERE, encoding="utf-8")
    said = streammon("scan", "--format", form, tmp_path / "x.txt")
    assert ID not in said.out
    assert ID[6:14] not in said.out
    assert "***" in said.out


def test_a_folder_is_read_in_order_without_what_is_hidden(folder):
    code, records = found(".", "--jobs", "2", cwd=folder)
    assert code == 3
    paths = list(dict.fromkeys(record["path"] for record in records))
    assert paths == ["b.txt", "c.zip", "甲/名单.txt"]
    (unread,) = (record for record in records if record["path"] == "c.zip")
    assert (unread["rule"], unread["category"], unread["review"]) == ("page/unreadable", "page", True)
    assert unread["why"]


def test_several_inputs_are_taken_as_they_are_named(folder):
    _, records = found("甲", "b.txt", cwd=folder)
    assert list(dict.fromkeys(record["path"] for record in records)) == ["甲/名单.txt", "b.txt"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_told(folder):
    (folder / "a.txt").chmod(0)
    _, records = found("a.txt", cwd=folder)
    assert [record["rule"] for record in records] == ["page/unreadable"]


def test_a_link_that_leads_nowhere_is_told(folder):
    (folder / "甲" / "z.txt").symlink_to(folder / "nowhere")
    _, records = found("甲", cwd=folder)
    assert {record["rule"] for record in records} == {"privacy/resident-id", "page/unreadable"}


def test_lines_are_documents_of_their_own(tmp_path):
    lines = [CLEAN.strip(), "", WRONG.strip(), SEVERE.strip() + "\r", "x" * 10] * 1000
    (tmp_path / "x.txt").write_text("\n".join(lines), encoding="utf-8", newline="")
    code, records = found("--lines", tmp_path / "x.txt")
    assert code == 3
    assert [record["line"] for record in records] == [n for i in range(1000) for n in (5 * i + 3, 5 * i + 3, 5 * i + 4)]
    for record in records:
        start, end = record["start"], record["end"]
        line = lines[record["line"] - 1]
        assert (line[start:end] == ID) if record["category"] == "privacy" else (line[start:end] == record["text"])
        assert str(record["line"]) in record["location"]


def test_lines_of_gbk(tmp_path):
    (tmp_path / "x.txt").write_bytes((CLEAN + WRONG).encode("gb18030"))
    _, records = found("--lines", tmp_path / "x.txt")
    assert {record["line"] for record in records} == {2}


def test_standard_input_is_text_or_any_file(tmp_path):
    said = piped(WRONG.encode(), "-", "--format", "jsonl")
    assert said.returncode == 1
    assert {json.loads(line)["path"] for line in said.stdout.splitlines()} == {"-"}
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("名单.txt", SEVERE)
    said = piped((tmp_path / "x.zip").read_bytes(), "-", "--format", "jsonl")
    assert said.returncode == 3
    assert "名单.txt" in json.loads(said.stdout)["location"]


def test_the_table_is_plain_where_nobody_sees_it(folder):
    said = streammon("scan", ".", cwd=folder)
    assert "\x1b" not in said.out
    assert "建议" in said.out
    (line,) = (line for line in said.out.splitlines() if "截止目前" in line)
    assert "截至目前" in line
    *_, last = said.out.splitlines()
    assert last == "4 个文件，严重 1，一般 2，提示 0；待人工核对 1"


def test_the_words_of_a_site_count(site, tmp_path):
    (tmp_path / "x.txt").write_text("今年的甲乙丙丁大会将按时召开。\n", encoding="utf-8")
    assert streammon("scan", tmp_path / "x.txt").code == 0
    lexicon = next((site / "lexicon").glob("*.csv"))
    header, *_ = lexicon.read_text(encoding="utf-8").splitlines()
    row = {
        "wrong": "甲乙丙丁大会",
        "right": "甲乙丙丁会议",
        "severity": "severe",
        "category": "规范用语",
        "source": "本站",
    }
    cells = ",".join(row.get(name, "") for name in header.split(","))
    lexicon.write_text(f"{header}\n{cells}\n", encoding="utf-8")
    code, (record,) = found(tmp_path / "x.txt", "--site", site)
    assert (code, record["suggestion"]) == (3, "甲乙丙丁会议")


@pytest.mark.parametrize(
    "words", [["nowhere.txt"], [""], ["pyproject.toml", "nowhere"], ["pyproject.toml", "--site", "nowhere"]], ids=str
)
def test_what_is_not_there_is_refused_in_one_line(words):
    (line,) = refused("scan", *words, cwd=ROOT)
    assert line.startswith((words[-1] or "") + ": ")


@pytest.mark.parametrize(
    "words", [[], ["--format", "xml", "pyproject.toml"], ["--jobs", "0", "pyproject.toml"]], ids=str
)
def test_wrong_use_is_refused(words):
    assert "Usage: streammon scan" in refused("scan", *words, cwd=ROOT)[0]


def test_a_site_with_mistakes_is_refused(site, tmp_path):
    (site / "units.csv").unlink()
    (tmp_path / "x.txt").write_text(WRONG, encoding="utf-8")
    assert any("units.csv" in line for line in refused("scan", tmp_path / "x.txt", "--site", site))


def many(tmp_path, form="jsonl"):
    (tmp_path / "x.txt").write_text(WRONG * 100_000, encoding="utf-8")
    return [*COMMAND, "scan", "--lines", "--format", form, str(tmp_path / "x.txt")]


@pytest.mark.parametrize("form", ["table", "jsonl"])
def test_a_reader_who_has_seen_enough_ends_it(tmp_path, form):
    command = many(tmp_path, form)
    with subprocess.Popen(command, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout.readline()
        process.stdout.close()
        assert process.wait(60) == 128 + signal.SIGPIPE
        assert b"Traceback" not in process.stderr.read()


def as_at_a_terminal():
    """What a shell starts in the background ignores Ctrl-C, and so does all that it starts."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_ctrl_c_ends_it(tmp_path):
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "preexec_fn": as_at_a_terminal}
    with subprocess.Popen(many(tmp_path), env=ENVIRONMENT, **pipes) as process:
        assert process.stdout.readline()
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
        assert b"Traceback" not in err
        assert process.returncode == 128 + signal.SIGINT, err
