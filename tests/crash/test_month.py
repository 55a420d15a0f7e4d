"""The demo month is killed again and again, and comes to the same end as one that was left in peace."""

from __future__ import annotations

import pytest
from month import evidence

pytestmark = [pytest.mark.crash, pytest.mark.timeout(900)]


def test_month_embedded(ordeals, quiet_month, figures):
    _same(*ordeals["test_month_embedded"], quiet_month, figures)


@pytest.mark.kafka
def test_month_kafka(kafka, ordeals, quiet_month, figures):
    _same(*ordeals["test_month_kafka"], quiet_month, figures)


def _same(month, ended, quiet_month, figures):
    report, found = ended.result(), evidence(month)
    quiet, quiet_report = quiet_month
    expected = evidence(quiet)
    figures["kills"], figures["took"] = month.kills, round(month.seconds)
    figures["contents"], figures["incidents"] = len(found.contents), found.incident_ids
    figures["alerts"], figures["published again"] = len(found.versions), found.alerts_again
    figures["texts"], figures["delivered twice"] = len(found.texts), found.doubled
    assert not report.grades.different
    assert report == quiet_report
    assert found.contents <= found.inspected
    assert found.incidents == expected.incidents
    assert found.alerts == expected.alerts
    assert {identity for identity, versions in found.versions.items() if len(versions) > 1} == set()
    assert found.versions.keys() == found.told
    assert found.arrivals.keys() == found.texts
    assert found.doubled <= month.kills
