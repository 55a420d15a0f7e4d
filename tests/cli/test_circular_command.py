"""`streammon circular audit`: what it prints, what it writes, what its exit code says."""

import json

import pytest
from command import refused, streammon

from streammon.demo.pdf import pdf

SOUND = "关于2024年3月情况的通报\n共受理留言 48 件，其中办结 45 件，在办 3 件，办结率 93.75%。\n"
WRONG = SOUND.replace("在办 3 件", "在办 2 件")
WORDS = "将“厉行节约”错写为“历行节约”，将“截至”错写为“截止”，将“筑牢”错写为“筑牢”。\n"


@pytest.fixture
def file(tmp_path):
    def write(text: str):
        path = tmp_path / "通报.txt"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_a_sound_circular_is_exit_code_0(file):
    said = streammon("circular", "audit", file(SOUND))
    assert (said.code, said.err) == (0, "")
    assert "没有发现矛盾" in said.out


def test_a_contradiction_is_exit_code_1_and_one_line(file):
    said = streammon("circular", "audit", file(WRONG))
    assert (said.code, said.err) == (1, "")
    (line,) = [line for line in said.out.splitlines() if "矛盾" in line and "48件" in line]
    assert "47" in line


def test_json_has_both_sides(file):
    said = streammon("circular", "audit", "--format", "json", file(WRONG + WORDS))
    found = json.loads(said.out)
    assert said.code == 1
    assert (found["title"], found["tables"]) == ("关于2024年3月情况的通报", 0)
    (contradiction,) = found["contradictions"]
    assert (contradiction["kind"], contradiction["confidence"]) == ("sum", "certain")
    assert (contradiction["stated"]["value"], contradiction["found"]["value"]) == ("48", "47")
    assert [(pair["wrong"], pair["right"]) for pair in found["entries"]] == [("历行节约", "厉行节约"), ("截止", "截至")]
    assert [(pair["wrong"], pair["reason"]) for pair in found["rejected"]] == [("筑牢", "same")]


def test_entries_are_a_lexicon_and_doubtful_ones_only_hints(file, tmp_path):
    entries = tmp_path / "entries.csv"
    said = streammon("circular", "audit", "--entries", entries, file(SOUND + WORDS))
    assert said.code == 1  # the pair that can't be right
    rows = [line.split(",") for line in entries.read_text(encoding="utf-8").splitlines()]
    assert [(row[0], row[1], row[3]) for row in rows[1:]] == [
        ("历行节约", "厉行节约", "ordinary"),
        ("截止", "截至", "hint"),
    ]
    assert streammon("lexicon", "check", entries).code == 0


def test_a_file_that_is_there_is_not_overwritten(file, tmp_path):
    entries = tmp_path / "entries.csv"
    entries.write_text("mine", encoding="utf-8")
    (error,) = refused("circular", "audit", "--entries", entries, file(SOUND))
    assert str(entries) in error
    assert entries.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n broken", b"%PDF-1.7 broken"])
def test_what_can_not_be_read_is_exit_code_2(tmp_path, data):
    path = tmp_path / "通报.pdf"
    path.write_bytes(data)
    (error,) = refused("circular", "audit", path)
    assert str(path) in error


def test_a_file_that_is_not_there_is_exit_code_2(tmp_path):
    (error,) = refused("circular", "audit", tmp_path / "no.docx")
    assert "no.docx" in error


def test_a_pdf_file_is_read_too(tmp_path):
    path = tmp_path / "通报.pdf"
    path.write_bytes(pdf("关于2024年3月情况的通报", ["共受理留言48件，其中办结45件，在办2件。"]))
    said = streammon("circular", "audit", "--format", "json", path)
    (contradiction,) = json.loads(said.out)["contradictions"]
    assert (said.code, contradiction["kind"], contradiction["stated"]["place"]) == (1, "sum", "第1页")
