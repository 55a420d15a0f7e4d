from streammon.detect import privacy
from streammon.detect.text import Text
from streammon.model.inspection import Severity

LEAK = "姓名\t身份证号\t银行卡号\t联系电话\n李四\t610326190502030028\t6217780000004123998\t15900004961\n"
MORE = LEAK + "王五\t610326190502030036\t6217780000004120\t15900004962\n李四\t610326190502030028\t\t\n"


def findings(text):
    return privacy.findings(Text(text))


def test_a_table_of_persons_is_one_finding_a_kind_with_the_number_of_different_values():
    assert [(finding.rule, finding.severity, finding.count) for finding in findings(MORE)] == [
        ("privacy/resident-id", Severity.VETO, 2),
        ("privacy/bank-card", Severity.VETO, 2),
        ("privacy/mobile", Severity.SEVERE, 2),
    ]


def test_another_row_is_no_other_problem():
    assert [finding.evidence for finding in findings(LEAK)] == [finding.evidence for finding in findings(MORE)]
    assert len({finding.evidence for finding in findings(LEAK)}) == 3


def test_a_finding_points_at_the_first_number_and_shows_none():
    text = "\u200b附件：６１０３２６\u200b１９０５０２０３００２８，李四"
    (finding,) = findings(text)
    assert text[finding.start : finding.end] == "６１０３２６\u200b１９０５０２０３００２８"
    assert finding.snippet == "附件：６１０*** ********００２８，李四"


def test_no_number_is_whole_in_any_finding():
    shown = repr(findings(MORE))
    for number in ("610326190502030028", "6217780000004123998", "15900004961", "6217780000004120", "15900004962"):
        assert number not in shown
        assert number[3:-4] not in shown


def test_a_text_without_numbers_of_persons_has_no_finding():
    assert findings("咨询电话：0917-5545900，统一社会信用代码：11610326016019405Q，办件12345678件") == []
