import pytest
from msgspec.structs import replace

from streammon.detect.page import findings
from streammon.model.inspection import Severity


@pytest.fixture
def file(read):
    """An attachment: it has a text and no page."""
    return replace(read("<html><body>名单</body></html>"), page=None)


def test_a_file_without_text_is_told_of_and_alarms_nobody(file):
    (finding,) = findings(replace(file, text="", unreadable="文件加了密码，读不了。"), file.seen_at.date())
    assert (finding.rule, finding.severity, finding.review) == ("page/unreadable", Severity.HINT, True)
    assert "文件加了密码" in finding.why


def test_a_file_that_was_read_is_no_finding(file):
    assert findings(file, file.seen_at.date()) == []
