import random

import pytest

from streammon.detect.expressions.detector import Expressions
from streammon.detect.expressions.files import SHIPPED, Expression, load
from streammon.detect.expressions.unit_names import forms
from streammon.detect.text import Text
from streammon.errors import ConfigErrors
from streammon.model.inspection import Severity

ENTRIES = load()


@pytest.fixture(scope="module")
def shipped():
    return Expressions(ENTRIES, ["眉县市场监督管理局", "眉县营头镇人民政府"])


def found(expressions, text):
    return [(hit.wrong, hit.right) for hit in expressions.find(Text(text))]


@pytest.mark.parametrize(
    ("text", "wrong", "right"),
    [
        (
            "深入学习习近平新时代中国特设社会主义思想",
            "习近平新时代中国特设社会主义思想",
            "习近平新时代中国特色社会主义思想",
        ),
        ("学习贯彻习近平新时代中国特色社会义思想，", "中国特色社会义", "中国特色社会主义"),
        (
            "提高政治领悟力、政治判断力、政治执行力。",
            "政治领悟力、政治判断力、政治执行力",
            "政治判断力、政治领悟力、政治执行力",
        ),
        ("全面推行“双随机，一公开”监管。", "双随机，一公开", "双随机、一公开"),
        ("巩固深化“不忘初心牢记使命”成果", "不忘初心牢记使命", "不忘初心、牢记使命"),
        ("县教育体局组织开展检查", "教育体局", "教育体育局"),
        ("眉县市场监督管局公布抽检结果", "市场监督管局", "市场监督管理局"),
        ("推进京津翼协同发展", "京津翼", "京津冀"),
        ("各部门要历行节约、反对浪费", "历行节约", "厉行节约"),
        ("缴纳城乡居民基本药老保险", "药老保险", "养老保险"),
        ("县人社局多举并措促进就业", "多举并措", "多措并举"),
        ("严厉打击乱砍乱伐行为", "乱砍乱伐", "乱砍滥伐"),
        ("促进各名族交往交流交融", "各名族交往交流交融", "各民族交往交流交融"),
        ("巩固拓展脱贫成果的各项工作", "巩固拓展脱贫成果", "巩固拓展脱贫攻坚成果"),
        ("一年之季在于春，各村抢抓农时", "一年之季在于春", "一年之计在于春"),
        ("违反《中华人名共和国行政处罚法》规定", "中华人名共和国", "中华人民共和国"),
        ("设在乌鲁木其市的办事处", "乌鲁木其市", "乌鲁木齐市"),
        ("习进平总书记在会上强调", "习进平", "习近平"),
    ],
)
def test_near_misses_that_no_list_has(shipped, text, wrong, right):
    told = found(shipped, text)
    assert [place for place, _ in told if wrong in place or place in wrong], told
    assert any(right in whole or whole in right for _, whole in told), told


@pytest.mark.parametrize(
    "text",
    [
        "",
        "党的十九大以来，党的二十大报告指出，党的二十届三中全会强调",
        "坚持党要管党、从严治党，全面落实党风廉政建设责任制。",
        "县教体局、县教育局和县体育局联合开展检查。",
        "市场监管局公布抽检结果，加强全县市场管理。",
        "全体党员认真学习总书记重要讲话精神。",
        "应急物资储备清单包括自热米饭、自热食品和饮用水。",
        "村医上门送药，老年人健康体检实现全覆盖。",
        "营商环\n境持续优化，生态环\n境明显改善。",
        "高度重视生态环境保护，领导高度重",
        "环境质量高度重要",
        "人民群众和人们的生活",
        "“五位一体”总体布局和五位一体总体布局",
        "将许可类的“证”分离出来",
        "香港特别行政区区旗、西藏自治区区委",
        "以京津两城为翼，辐射带动周边发展。",
        "会议审议通过《关于推动高质量发展的意见》，推动全县高质量发展",
        "支持脱贫劳动力赴新疆、省外其他地区务工。",
        "加强财政衔接推进乡村振兴补助资金管理。",
    ],
)
def test_what_only_resembles_an_expression_is_left_alone(shipped, text):
    assert found(shipped, text) == []


def test_no_expression_is_a_near_miss_of_another(shipped):
    told = {entry.text: found(shipped, f"要认识{entry.text}，工作要做好。") for entry in ENTRIES}
    assert {text: hits for text, hits in told.items() if hits} == {}


def test_no_expression_is_a_near_miss_beside_another(shipped):
    chosen = random.Random(7)
    pairs = [chosen.sample(ENTRIES, 2) for _ in range(1500)]
    told = {
        one.text + "、" + other.text: found(shipped, f"要把{one.text}、{other.text}等讲清楚") for one, other in pairs
    }
    assert {text: hits for text, hits in told.items() if hits} == {}


@pytest.mark.parametrize(("change", "least"), [("swapped", 0.9), ("doubled", 0.85), ("lost", 0.65)])
def test_most_slips_in_any_expression_are_found(shipped, change, least):
    chosen = random.Random(11)
    entries = [entry for entry in chosen.sample(ENTRIES, 300) if len(entry.text) > 3 and "“" not in entry.text]
    slipped = [(entry.text, _slipped(entry.text, change, chosen)) for entry in entries]
    slipped = [(right, wrong) for right, wrong in slipped if wrong not in {entry.text for entry in ENTRIES}]
    hits = [bool(found(shipped, f"我们认为{wrong}，要记住。")) for _, wrong in slipped]
    assert sum(hits) / len(hits) >= least


def _slipped(text, change, chosen):
    pairs = [at for at in range(1, len(text) - 2) if text[at] != text[at + 1] and "、" not in text[at : at + 2]]
    at = chosen.choice(pairs or [1])
    pair = {"swapped": text[at + 1] + text[at], "doubled": text[at] * 2 + text[at + 1], "lost": text[at + 1]}
    return text[:at] + pair[change] + text[at + 2 :]


@pytest.mark.parametrize(
    ("text", "severity", "review"),
    [
        ("提高政治领悟力、政治判断力、政治执行力。", Severity.SEVERE, False),
        ("全面推行“双随机，一公开”监管。", Severity.ORDINARY, False),
        ("各部门要历行节约", Severity.ORDINARY, False),
        ("巩固拓展脱贫成果的各项工作", Severity.SEVERE, True),
        ("真正与民同苦，与民同忧", Severity.ORDINARY, True),
        ("习进平总书记在会上强调", Severity.SEVERE, False),
        ("获奖名单：江泽明、王小红", Severity.SEVERE, True),
    ],
)
def test_how_bad_and_how_sure(shipped, text, severity, review):
    hit = next(iter(shipped.find(Text(text))))
    assert (hit.rule, hit.severity, hit.review) == ("text/fixed-expression", severity, review)
    assert 0 < hit.confidence < 1
    assert hit.right in hit.why


def test_offsets_count_in_the_plain_text(shipped):
    text = Text("各部门\u200b要“历行节约”，")
    (hit,) = shipped.find(text)
    assert text.plain[hit.start : hit.end] == hit.wrong == "历行节约"
    assert text.original[slice(*text.span(hit.start, hit.end))] == "历行节约"


def test_the_names_of_the_units_are_expressions_too(shipped):
    assert found(shipped, "眉县营头镇人名政府公告") == [("眉县营头镇人名政府", "眉县营头镇人民政府")] or found(
        shipped, "眉县营头镇人名政府公告"
    ) == [("人名政府", "人民政府")]
    assert found(Expressions([], ["太白县黄柏塬镇人民政府"]), "太白县黄百塬镇人民政府") != []


def test_forms_of_a_name():
    told = set(forms("眉县市场监督管理局"))
    assert told == {
        "眉县市场监督管理局",
        "县市场监督管理局",
        "市场监督管理局",
        "眉县市场监管局",
        "县市场监管局",
        "市场监管局",
    }


def test_the_shipped_files_say_what_each_entry_is():
    assert len(ENTRIES) > 3000
    assert [entry for entry in ENTRIES if not entry.source or not entry.kind] == []
    assert all(file.exists() for file in SHIPPED)


def test_a_later_file_does_not_change_an_earlier_one(tmp_path):
    first, second = tmp_path / "a.txt", tmp_path / "b.txt"
    first.write_text("# 机构 | severe | 甲\n某某机构\n", "utf-8")
    second.write_text("# 成语 | ordinary | 乙\n某某机构 另一机构\n", "utf-8")
    assert load([first, second]) == [
        Expression("某某机构", "机构", Severity.SEVERE, "甲"),
        Expression("另一机构", "成语", Severity.ORDINARY, "乙"),
    ]


def test_every_mistake_in_the_files_is_told(tmp_path):
    bad = tmp_path / "bad.txt"
    bad.write_text("# 机构 | bad | 甲\n某某机构\n# 机构\n", "utf-8")
    with pytest.raises(ConfigErrors) as refused:
        load([bad, tmp_path / "missing.txt"])
    told = str(refused.value).splitlines()
    assert [line.split("，")[-1].split(":")[0] for line in told[:2]] == ["第 1 行", "第 3 行"]
    assert "missing.txt" in told[2]
