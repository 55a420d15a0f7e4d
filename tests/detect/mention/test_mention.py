import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streammon.detect.lexicon.detector import BASE, Lexicon, load
from streammon.detect.mention import spoken_of
from streammon.detect.text import Text

MISTAKE = re.compile("名族|习总书记|截止|双随机，一公开")


def used(text):
    """The mistakes in a text that are not only spoken of."""
    read = Text(text)
    places = spoken_of(read)
    mistakes = MISTAKE.finditer(read.plain)
    return [m[0] for m in mistakes if not any(start <= m.start() and m.end() <= end for start, end in places)]


@pytest.mark.parametrize(
    "text",
    [
        "将“民族”错写为“名族”。",
        "將“民族”錯寫為“名族”。",
        "将“民族”错写\n为 “名族”。",
        "将“民\u200b族”误写成“名\u200b族”。",
        "市国资委将“民族”写为“名族”，出现严重表述错误",
        "把“民族”写成了“名族”",
        "“名族”应为“民族”。",
        "“名族”，应为“民族”。",
        "“名族”（第3行）应改为“民族”",
        "“名族”一词统一规范为“民族”",
        "第五条中的“名族”修改为“民族”。",
        "“名族”→“民族”",
        "误写作“名族”",
        "错写成：“名族”",
        "存在错别字“名族”。",
        "错敏词如：“习总书记”、“名族”和“截止”",
        "错误表述有“习总书记”“名族”",
        "出现“习总书记”“名族”等错别字",
        "出现“名族”等不规范表述",
        "其中“名族”系笔误",
        "“名族”一词有误，请更正",
        "表述为“名族”，应为民族",
        "不得使用“习总书记”，不能简称为“名族”",
        "“名族”的正确写法是民族",
        "将民族误写为名族，影响不好",
        "将民族写成“名族”",
        "各名族（应为民族）",
        "各名族（应为“民族”）",
        "名族→民族",
        "名族 => 民族",
        "错误：各名族 正确：各民族",
        "错误表述：各名族\n正确表述：各民族",
        "×名族 √民族",
        '将"民族"错写为"名族"',
        "将‘民族’错写为‘名族’",
        "将「民族」错写为「名族」",
        "将《民族志》错写为《名族志》",
        "经查，“将‘民族’误写为‘名族’”，已更正",
        "“名族”（应为民族）",
        "“名族”应为民族",
        "“名族”系“民族”之误",
        "“名族”是“民族”的误写",
        "“名族”（第3行），正确的是“民族”",
        "“名族”（×）、“民族”（√）",
        "现将“名族”更正为民族",
        "“民族”不能写成“名族”",
        "“截至”与“截止”混用",
        "错别字：名族、截止。",
        "将“民族”“名族”；“截至”错写为“截止”",
        "序号\t错误表述\t正确表述\n1\t各名族\t各民族\n2\t截止目前\t截至目前",
        "| 错误写法 | 位置 |\n|---|---|\n| 名族 | 标题 |",
        "原文\t修改后\n各名族\t各民族",
        "错误表述（原文）\t正确表述（建议）\n各名族\t各民族",
    ],
)
def test_a_mistake_that_is_quoted_to_be_mended(text):
    assert MISTAKE.search(Text(text).plain)
    assert used(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "坚持“双随机，一公开”监管",
        "“双随机，一公开”应为常态，须常抓不懈",
        "把“双随机，一公开”改革作为“一号工程”",
        "将“双随机，一公开”“一网通办”落到实处；",
        "杜绝错别字，“双随机，一公开”要写对",
        "（二）存在错别字\n“双随机，一公开”监管",
        "将“民族”错写为“民俗”，促进各名族交往",
        "将“民族”错写为“民俗”，开展“双随机，一公开”",
        "各名族应为国家作贡献",
        "“双随机，一公开”\n“名族”等错别字",
        "把初心写成“名族”的答卷",
        "错误表述\t正确表述\n甲\t乙\n正确表述\t错误表述\n各名族\t甲",
        "会议把初心写成“双随机，一公开”的答卷",
        "错误表述\t正确表述\n甲\t各名族",
        "错误表述\t正确表述\n甲\t乙\n\n各名族\t乙",
        "原文\t出处\n各名族\t甲",
        "促进各名族交往",
        "“双随机，一公开”是“放管服”的重要内容",
        "“双随机，一公开”与“一网通办”",
        "纠正错误，促进各名族交往，路线正确：跟党走",
        "错误，各名族都犯过。正确：改正",
        "名族（回族、满族）",
        "由名族→纳西",
    ],
)
def test_a_mistake_that_is_made(text):
    assert len(used(text)) == 1


def test_places_are_in_order_and_take_the_marks_with_them():
    assert spoken_of(Text("将“甲”错写为“乙”，错别字“丙”")) == [(1, 4), (7, 10), (14, 17)]


def test_a_long_text_of_quotation_marks_alone_is_looked_through():
    assert spoken_of(Text('“”"' * 100_000)) == []


@given(
    st.lists(
        st.sampled_from([*'“”"‘’《》「」（）→×√：，。、；\t|\n名民族', "错写为", "应为", "错误", "正确", "等", "将"])
    )
)
def test_whatever_stands_there_the_places_lie_in_the_text_and_in_order(parts):
    text = "".join(parts)
    places = spoken_of(Text(text))
    assert places == sorted(set(places))
    assert all(0 <= start < end <= len(text) for start, end in places)


CIRCULAR = """县财政局承担的“财政资金信息”栏目，将“党的二十大精神”错写为“党的二十精神”，“自然资源”错写为“自热资源”，
大批量的将“截至”错写为“截止”，将“政治判断力、政治领悟力、政治执行力”错写为“政治领悟力、政治判断力、政治执行力”。
3月6日, 将“一年之计在于春”错写为“一年之季在于春”; 5月25日, 将“渡过难关”“度过难关”; “参差不齐”错写为“层次不齐”。
2月8日将“党总支书记/党支部书记”错写为“党总支支部书记”，“多措并举”错写为“多举并措”。
同时还存在固定表述错误现象，“新疆维吾尔自治区”错写为“新疆省”。
严重表述错误(将“民族”写为“名族”)"""


def test_a_circular_on_mistakes_makes_none():
    text = Text(CIRCULAR)
    places = spoken_of(text)
    hits = list(Lexicon(load([BASE])).find(text, None))
    assert len(hits) > 5
    assert [hit.wrong for hit in hits if not any(s <= hit.start and hit.end <= e for s, e in places)] == []
