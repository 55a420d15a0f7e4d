"""How the stories and properties of the rules are run."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import settings
from stories import GapStory, VisitStory

settings.register_profile("rules", deadline=None, max_examples=60)
settings.load_profile("rules")


@pytest.fixture
def story() -> Callable[..., GapStory]:
    return GapStory


@pytest.fixture
def visits() -> VisitStory:
    return VisitStory()
