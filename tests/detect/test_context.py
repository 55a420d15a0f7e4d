import pytest

from streammon.detect import context_file
from streammon.detect.context import ContextRules
from streammon.detect.text import Text
from streammon.errors import ConfigErrors
from streammon.model.inspection import Severity

RULE = """
[[rule]]
id = "截止"
why = "原因"
source = "词典"
severity = "ordinary"
confidence = 0.8
triggers = ["截止"]
pattern = '(?P<wrong>截止)(?=\\d)'
right = "截至"
unless = "报名"
must = ["截止1月", "截止2月", "截止3月", "截止4月", "截止5月"]
must_not = ["截至1月", "截止日期", "报名截止1月", "已截止", "截止时间"]
"""


@pytest.fixture(scope="module")
def shipped():
    return ContextRules(context_file.load([context_file.BASE]))


@pytest.fixture
def file(tmp_path):
    def write(text):
        path = tmp_path / "context.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def found(rules, text):
    return [(hit.wrong, hit.right) for hit in rules.find(Text(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("截止2023年6月底，全县已发放补贴资金320万元。", [("截止", "截至")]),
        ("报名截止时间为2023年6月30日17时。", []),
        ("征求意见于6月30日截至。", [("截至", "截止")]),
        ("企业组织开展燃气泄露应急演练。", [("泄露", "泄漏")]),
        ("严防国家秘密泄露和公民个人信息泄露。", []),
        ("附件造成个人隐私泄漏。", [("泄漏", "泄露")]),
        ("与受灾群众共度难关，帮助企业度过眼前的难关。", [("共度", "共渡"), ("度过", "渡过")]),
        ("志愿者与孤寡老人共度中秋佳节，安全度过汛期。", []),
        ("以筑牢中华民族共同体意识为主线，筑牢边疆安全屏障。", [("筑牢", "铸牢")]),
        ("纪念改革开放40周年，庆祝五四运动100周年。", [("纪念", "庆祝"), ("庆祝", "纪念")]),
        ("建国75周年之际，参观建党纪念馆。", [("建国75周年", "新中国成立75周年")]),
        ("把权利关进制度的笼子，保障公民权力。", [("权利", "权力"), ("权力", "权利")]),
        ("建立整改台帐，搭建救灾帐篷。", [("帐", "账")]),
        ("出门请带口罩；随身带口罩；携带口罩等物资。", [("带", "戴")]),
        ("产品远销香港、日本等国家。", [("国家", "国家和地区")]),
        ("渭滨区区委书记调研。", [("区区委", "区委")]),
        ("贯彻市十三次党代会精神。", [("十三次", "第十三次")]),
        ("党的二十届三次全会", [("届三次", "届三中")]),
        ("县人大副主席陪同。", [("副主席", "常委会副主任")]),
        ("", []),
    ],
)
def test_shipped_rules(shipped, text, expected):
    assert sorted(found(shipped, text)) == sorted(expected)


def test_no_shipped_rule_takes_the_corrected_example_for_wrong(shipped):
    for rule in context_file.load([context_file.BASE]):
        alone = ContextRules([rule])
        for example in rule.must:
            hits = sorted(alone.find(Text(example)), key=lambda hit: -hit.start)
            mended = example
            for hit in hits:
                mended = mended[: hit.start] + hit.right + mended[hit.end :]
            assert not found(alone, mended), rule.id


def test_a_hit_counts_in_the_plain_text_and_says_why(file):
    rules = ContextRules(context_file.load([file(RULE)]))
    (hit,) = rules.find(Text("第一句。截\u200b止6月，截至今日"))
    assert (hit.rule, hit.start, hit.end, hit.severity) == ("text/context", 4, 6, Severity.ORDINARY)
    assert (hit.confidence, hit.review) == (0.8, False)
    assert "原因" in hit.why
    assert "词典" in hit.why


def test_what_stands_in_another_sentence_counts_for_nothing(file):
    rules = ContextRules(context_file.load([file(RULE)]))
    assert found(rules, "报名开始。截止6月") == [("截止", "截至")]
    assert found(rules, "报名开始，截止6月") == []


def test_every_place_is_told_once_however_many_triggers_it_has(file):
    rules = ContextRules(context_file.load([file(RULE.replace('["截止"]', '["截止", "止6"]'))]))
    assert len(list(rules.find(Text("截止6月，截止6月")))) == 2


def test_a_rule_of_a_later_file_replaces_that_of_an_earlier_one(file, tmp_path):
    other = tmp_path / "site.toml"
    other.write_text(RULE.replace('right = "截至"', 'right = "到"'), encoding="utf-8")
    assert found(ContextRules(context_file.load([file(RULE), other])), "截止6月") == [("截止", "到")]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('id = "截止"', "", ["缺少 id"]),
        ('severity = "ordinary"', 'severity = "grave"', ["grave"]),
        ("confidence = 0.8", "confidence = 2", ["confidence 应大于 0"]),
        ("confidence = 0.8", 'confidence = "much"', ["confidence 的类型不对"]),
        ('triggers = ["截止"]', 'triggers = "截止"', ["triggers 的类型不对"]),
        ("(?=\\d)", "(?=\\d", ["pattern 不是正确的正则表达式"]),
        ("?P<wrong>", "?P<other>", ["(?P<wrong>…)"]),
        ('right = "截至"', "right = '\\g<year>'", ["没有的组：year"]),
        ('unless = "报名"', 'without = "报名"', ["不认识的键 without"]),
        ('"截止5月"]', '"截止五月"]', ["没有查出来：“截止五月”"]),
        (', "截止5月"]', "]", ["must 只有 4 个例句"]),
        ('"截止时间"]', '"截止7月"]', ["被误报：“截止7月”"]),
        ("[[rule]]", "[[rule]", ["不是正确的 TOML"]),
        ("[[rule]]", "rule = 1\n[more]", ["没有规则表"]),
    ],
)
def test_a_mistake_in_a_file_is_told_with_file_and_rule(file, old, new, told):
    path = file(RULE.replace(old, new))
    with pytest.raises(ConfigErrors) as caught:
        context_file.load([path])
    text = str(caught.value)
    assert str(path) in text
    for words in told:
        assert words in text


def test_all_mistakes_are_told_at_once(file, tmp_path):
    missing = tmp_path / "missing.toml"
    with pytest.raises(ConfigErrors) as caught:
        context_file.load([file(RULE.replace("[[rule]]", "[[rule]", 1)), missing])
    assert [error.where for error in caught.value.errors] == [str(tmp_path / "context.toml"), str(missing)]
