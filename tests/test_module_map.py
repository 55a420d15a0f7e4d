"""CONTRIBUTING.md tells where things are; here it is held to it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
MAP = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
PACKAGE = ROOT / "src" / "streammon"


def test_every_folder_of_the_project_is_on_the_map():
    packages = {f"src/streammon/{p.name}/" for p in PACKAGE.iterdir() if p.is_dir() and not p.name.startswith("_")}
    folders = {f"{name}/" for name in ("agents", "topics", "sites", "tests", "bench", "deploy")}
    named = set(re.findall(r"`((?:src/streammon/)?[\w-]+/)`", MAP)) | {
        f"src/streammon/{n}" for n in re.findall(r"`(words/)`", MAP)
    }
    assert packages | folders <= named


def test_every_file_that_the_map_names_is_there():
    places = (ROOT, PACKAGE, PACKAGE / "stream", PACKAGE / "alerting")
    files = {name for name in re.findall(r"`([\w/.-]+\.(?:py|md|toml|csv))`", MAP) if "NAME" not in name}
    lost = {name for name in files if not any((place / name).exists() for place in (*places, ROOT / "sites" / "demo"))}
    assert lost == set()


def test_every_script_that_the_map_names_is_there():
    assert all((ROOT / name).exists() for name in re.findall(r"scripts/\w+", MAP))


def test_every_agent_is_on_the_way_that_an_event_travels():
    assert {f"`agents/{file.name}`" for file in (ROOT / "agents").glob("*.py")} <= set(
        re.findall(r"`agents/\w+\.py`", MAP)
    )


def test_who_may_import_whom_is_what_the_contracts_say():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    known = {
        module.split(".")[1]
        for contract in contracts
        for module in contract.get("forbidden_modules", ())
        if "." in module
    }
    known |= {module.split(".")[1] for contract in contracts for module in contract.get("modules", ())}
    packages = {p.name for p in PACKAGE.iterdir() if (p / "__init__.py").exists()}
    assert packages <= known | {"model"}
