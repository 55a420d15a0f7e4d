import pytest

from streammon.detect import bank_card, mobile, resident_id
from streammon.detect.digits import runs
from streammon.detect.text import Text


@pytest.fixture
def found():
    """The way from a text to the numbers in it as the pipeline goes it: identity numbers, then cards, then mobiles."""

    def find(text):
        looked_at = Text(text)
        ids, left = resident_id.find(looked_at.plain, runs(looked_at.plain))
        cards, left = bank_card.find(looked_at.plain, left)
        mobiles, _ = mobile.find(looked_at.plain, left)
        kinds = {"id": ids, "card": cards, "mobile": mobiles}
        return {
            kind: [text[slice(*looked_at.span(number.start, number.end))] for number in numbers]
            for kind, numbers in kinds.items()
        }

    return find
