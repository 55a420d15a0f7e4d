"""SARIF 2.1.0, as its schema demands it."""

import io
import json
from pathlib import Path

import pytest

from streammon.model.inspection import Finding, Severity
from streammon.scan.record import record_of, unread
from streammon.scan.sarif import Sarif
from streammon.scan.summary import Summary


def record(path="甲 乙.txt", line=None, rule="text/lexicon", severity=Severity.SEVERE, **more):
    finding = Finding(rule=rule, severity=severity, evidence="", start=3, end=5, right="好", why="应为“好”。", **more)
    return record_of(path, "一二三坏坏", finding, "第1行", *([line] if line else []))


def written(*batches):
    out, summary = io.BytesIO(), Summary()
    sarif = Sarif(out)
    for batch in batches:
        sarif.write(batch)
        for each in batch:
            summary.add(each.path, [each])
    sarif.end(summary)
    return json.loads(out.getvalue())


@pytest.fixture(scope="module")
def valid():
    """What raises an error for a log that the schema does not allow."""
    fastjsonschema = pytest.importorskip("fastjsonschema")
    schema = Path(__file__).parent / "schema" / "sarif-2.1.0.json"
    return fastjsonschema.compile(json.loads(schema.read_text(encoding="utf-8")))


def test_every_log_is_what_the_schema_demands(valid):
    several = [
        record(),
        record(line=7),
        record("/一/b.txt", severity=Severity.HINT, review=True),
        unread("x.zip", "坏。"),
    ]
    page = record_of(
        "https://a.gov.cn/一?b=%20", "", Finding(rule="page/blank", severity=Severity.HINT, evidence=""), ""
    )
    for batches in ((), (several,), ([page], several)):
        valid(written(*batches))


def test_the_schema_refuses_what_is_wrong(valid):
    log = written([record()])
    log["runs"][0]["results"][0]["level"] = "severe"
    with pytest.raises(ValueError, match="level"):
        valid(log)


def results(*records):
    return written(records)["runs"][0]["results"]


def test_nothing_found_is_a_run_without_results():
    found = written()
    assert found["version"] == "2.1.0"
    assert found["$schema"].endswith("sarif-2.1.0.json")
    (run,) = found["runs"]
    assert run["results"] == []
    assert run["tool"]["driver"]["name"] == "streammon"
    assert run["tool"]["driver"]["rules"] == []
    assert run["invocations"] == [{"executionSuccessful": True, "exitCode": 0}]


def test_every_rule_is_described_once_in_chinese():
    found = written([record(), record(rule="privacy/mobile")], [record(), record(rule="format/of-my-own")])
    rules = found["runs"][0]["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["text/lexicon", "privacy/mobile", "format/of-my-own"]
    assert all("\u4e00" <= rule["shortDescription"]["text"][0] <= "\u9fff" for rule in rules)
    assert len(found["runs"][0]["results"]) == 4


def test_a_result_says_what_and_where():
    (result,) = results(record())
    assert result["ruleId"] == "text/lexicon"
    assert result["message"]["text"] == "应为“好”。"
    (location,) = result["locations"]
    assert location["physicalLocation"]["artifactLocation"]["uri"] == "%E7%94%B2%20%E4%B9%99.txt"
    assert location["physicalLocation"]["region"] == {"charOffset": 3, "charLength": 2}
    assert location["logicalLocations"] == [{"fullyQualifiedName": "第1行"}]
    assert result["properties"]["suggestion"] == "好"


def test_a_line_has_columns_from_1():
    (result,) = results(record(line=7))
    region = result["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 7, "startColumn": 4, "endColumn": 6}


@pytest.mark.parametrize(
    ("severity", "level"),
    [
        (Severity.VETO, "error"),
        (Severity.SEVERE, "error"),
        (Severity.ORDINARY, "warning"),
        (Severity.HINT, "note"),
    ],
)
def test_a_level_follows_from_the_severity(severity, level):
    (result,) = results(record(severity=severity, review=True))
    assert result["level"] == level
    assert result["properties"]["review"] is True


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("a/b.txt", "a/b.txt"),
        ("a:b.txt", "a%3Ab.txt"),
        ("/一/b.txt", "file:///%E4%B8%80/b.txt"),
        ("https://a.gov.cn/b?c=%20&d=一", "https://a.gov.cn/b?c=%20&d=%E4%B8%80"),
        ("-", "-"),
    ],
)
def test_a_path_is_a_uri_reference(path, uri):
    (result,) = results(record(path))
    assert result["locations"][0]["physicalLocation"]["artifactLocation"] == {"uri": uri}


def test_what_could_not_be_read_has_no_region():
    (result,) = results(unread("x.zip", "文件损坏。"))
    assert "region" not in result["locations"][0]["physicalLocation"]
    assert "文件损坏" in result["message"]["text"]
