"""What tests need from the machine: skipped where it is absent, failed where a variable says it must be there."""

import os
import shutil
from typing import NoReturn

import pytest


def absent(what: str, required_by: str) -> NoReturn:
    """Skips the test, or fails it when the variable `required_by` is 1: continuous integration tests everything."""
    if os.environ.get(required_by) == "1":
        pytest.fail(f"{what} (and {required_by}=1)", pytrace=False)
    pytest.skip(what)


@pytest.fixture(scope="session")
def kafka() -> str:
    """HOST:PORT of a real broker that the tests may fill."""
    return os.environ.get("STREAMMON_TEST_KAFKA") or absent(
        "STREAMMON_TEST_KAFKA names no broker: run scripts/test, with Java and Maven",
        "STREAMMON_REQUIRE_KAFKA",
    )


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of Chromium's executable."""
    found = (shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))
    return next(filter(None, found), None) or absent(
        "no Chromium on the PATH: apt-get install chromium", "STREAMMON_REQUIRE_BROWSER"
    )
