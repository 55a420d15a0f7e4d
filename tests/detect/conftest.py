import pytest

from streammon.detect import privacy
from streammon.detect.text import Text


@pytest.fixture
def leaks():
    """The way from a text to what is laid open in it: (level, how it stands there) of one rule's leaks."""

    def find(text, rule):
        looked_at = Text(text)
        return [
            (str(leak.level), text[slice(*looked_at.span(leak.start, leak.end))])
            for leak in privacy.leaks_of(looked_at.plain)
            if leak.rule == f"privacy/{rule}"
        ]

    return find
