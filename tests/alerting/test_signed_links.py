"""Who can open what, and for how long."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from streammon.alerting.links import AFTER_DEADLINE, Links, Ticket

DEADLINE = datetime(2023, 10, 16, 10, 0, tzinfo=UTC)
LINKS = Links("https://jc.gov.test/", b"k" * 32)
INCIDENT = "00ff00ff00ff00ff"


def test_a_link_opens_its_incident_for_its_contact_until_it_runs_out() -> None:
    url = LINKS.url(INCIDENT, "县教育局", DEADLINE)
    assert url.startswith("https://jc.gov.test/t/")
    token = url.rpartition("/")[2]
    until = DEADLINE + AFTER_DEADLINE
    assert LINKS.read(token, DEADLINE) == Ticket(INCIDENT, "县教育局", until)
    assert LINKS.read(token, until - timedelta(seconds=1)) is not None
    assert LINKS.read(token, until) is None


def test_the_same_link_every_time() -> None:
    assert LINKS.url(INCIDENT, "c1", DEADLINE) == LINKS.url(INCIDENT, "c1", DEADLINE)


def test_another_key_revokes_it() -> None:
    token = LINKS.token(INCIDENT, "c1", DEADLINE)
    assert Links("https://jc.gov.test", b"x" * 32).read(token, DEADLINE) is None


def test_no_base_no_link() -> None:
    assert Links("", b"k").url(INCIDENT, "c1", DEADLINE) == ""


@given(st.data())
def test_a_token_that_was_changed_opens_nothing(data: st.DataObject) -> None:
    raw = bytearray(base64.urlsafe_b64decode(LINKS.token(INCIDENT, "contact", DEADLINE) + "=="))
    position = data.draw(st.integers(0, len(raw) - 1))
    raw[position] ^= data.draw(st.integers(1, 255))
    assert LINKS.read(base64.urlsafe_b64encode(raw).decode().rstrip("="), DEADLINE) is None


@given(st.text(max_size=80))
def test_any_text_opens_nothing_and_breaks_nothing(token: str) -> None:
    assert LINKS.read(token, DEADLINE) is None
