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


def test_what_is_half_hidden_is_another_problem_than_what_is_open():
    text = LEAK + "赵六\t61032619050203****\n"
    found = {finding.why: finding for finding in findings(text) if finding.rule == "privacy/resident-id"}
    leaked, weak = found.values()
    assert (leaked.severity, weak.severity) == (Severity.VETO, Severity.ORDINARY)
    assert leaked.evidence != weak.evidence
    assert text[weak.start : weak.end] == "61032619050203****"
    assert "0203" not in weak.snippet


def test_what_leaves_a_doubt_alarms_nobody():
    (finding,) = findings("流水号610326190502030028")
    assert (finding.severity, finding.review, finding.alarming) == (Severity.VETO, True, False)
    assert finding.confidence < 1


def test_every_kind_and_level_of_leak_has_its_words():
    text = (
        LEAK
        + "赵六，护照E12345678，住宅电话0917-5545900，车主赵六，陕C12345，12345678@qq.com\n家庭住址：平阳街12号\n"
        + "周七，男，住平阳街13号\n6.10326190502E+17\n办案车粤Z1234港\n"
        + "李四61032619050203****\n流水号610326190502030036\n"
        + "姓名\t银行账号\n李四\t27050101020100012345\n卡号6217780000004123990\n卡号621778000000*123998\n"
    )
    found = findings(text)
    assert len({finding.rule for finding in found}) == 9
    assert all("{" not in finding.why and finding.why for finding in found)
    assert len({finding.evidence for finding in found}) == len(found)


def test_nothing_of_a_person_is_shown_whole():
    secrets = ("E12345678", "0917-5545900", "陕C12345", "lisi_1980@qq.com", "平阳街12号3单元502室")
    text = "李四，610326190502030028，护照{}，住宅电话{}，车主李四{}，{}，家庭住址：{}".format(*secrets)
    shown = repr(findings(text))
    assert len(findings(text)) == 6
    assert not [secret for secret in secrets if secret in shown]


def test_a_text_without_numbers_of_persons_has_no_finding():
    assert findings("咨询电话：0917-5545900，统一社会信用代码：11610326016019405Q，办件12345678件") == []
