import shutil
from pathlib import Path

import pytest

from streammon.assembly.folders import shipped
from streammon.assembly.options import Options
from streammon.assembly.sites import read_site
from streammon.errors import ConfigErrors


@pytest.fixture
def folder(tmp_path) -> Path:
    return Path(shutil.copytree(shipped("sites/demo"), tmp_path / "site"))


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_what_only_the_parts_can_tell_is_told_at_once_with_its_place(folder):
    change(folder / "site.toml", "[selectors.demo]", '[selectors.demo]\nbody = "div..article"')
    change(folder / "contacts.csv", "wecomrobot://demo-p02@", "wecomrobott://secret-key@")
    (folder / "lexicon" / "bad.csv").write_text(
        "wrong,right,severity,allow,source\n甲,甲,ordinary,,x\n", encoding="utf-8"
    )
    with pytest.raises(ConfigErrors) as caught:
        read_site(Options(folder))
    selector, channel, lexicon = sorted(caught.value.errors, key=lambda error: error.where.find("lexicon"))[:3]
    told = {error.where.removeprefix(str(folder)): error.what for error in (selector, channel, lexicon)}
    assert {place.split("，")[0] for place in told} == {"/site.toml", "/contacts.csv", "/lexicon/bad.csv"}
    assert any("selectors.demo" in place and "body" in place for place in told)
    assert any("p02" in place for place in told)
    assert "secret-key" not in str(caught.value)


def test_the_demo_site_is_right(folder):
    assert read_site(Options(folder)).name == "眉县"
