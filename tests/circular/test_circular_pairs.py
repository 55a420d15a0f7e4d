"""Lexicon entries from what a circular says was written wrong."""

import pytest
from circular_texts import audited

from streammon.circular.pairs import Reason


def pairs_of(text):
    found = audited(f"关于错别字情况的通报\n{text}\n")
    return [(pair.wrong, pair.right) for pair in found.pairs], [
        (each.pair.wrong, each.pair.right, each.reason) for each in found.rejected
    ]


@pytest.mark.parametrize(
    "text",
    [
        "将“厉行节约”错写为“历行节约”。",
        "“厉行节约”错写为“历行节约”；",
        "将“厉行节约”写为“历行节约”。",
        "把“厉行节约”误写成“历行节约”。",
        "5月25日, 将“厉行节约”“历行节约”; ",
        "“历行节约”应为“厉行节约”。",
        '将"厉行节约"错写为"历行节约"。',
        "将 “厉行节约” 错写为 “历行\n节约”。".replace("\n", ""),
    ],
)
def test_a_pair_is_read_in_every_wording(text):
    assert pairs_of(text) == ([("历行节约", "厉行节约")], [])


@pytest.mark.parametrize("text", ["在“学习”栏目写为“专题”。", "坚持“双随机、一公开”“三审三校”制度。", "“甲”和“乙”。"])
def test_other_quotations_are_no_pair(text):
    assert pairs_of(text) == ([], [])


def test_a_pair_that_is_said_twice_is_one_with_two_places():
    found = audited("将“截至”错写为“截止”。\n又将“截至”错写为“截止”。\n")
    assert [len(pair.places) for pair in found.pairs] == [2]


def test_a_mistake_that_was_mended_in_scanning_is_no_entry():
    assert pairs_of("将“筑牢”错写为“筑牢”。") == ([], [("筑牢", "筑牢", Reason.SAME)])


def test_opposites_are_both_rejected():
    entries, rejected = pairs_of("将“渡过”错写为“度过”。将“度过”错写为“渡过”。")
    assert entries == []
    assert [reason for _, _, reason in rejected] == [Reason.OPPOSITE] * 2


def test_one_wrong_form_with_two_rights_is_rejected():
    entries, rejected = pairs_of("将“甲方案”错写为“乙方案”。将“丙方案”错写为“乙方案”。将“截至”错写为“截止”。")
    assert entries == [("截止", "截至")]
    assert [reason for _, _, reason in rejected] == [Reason.TWO_RIGHTS] * 2


def test_what_another_sentence_calls_right_is_not_wrong():
    entries, rejected = pairs_of("“市场监督管理局”错写为“市场监督管局”。将“市场监管局”错写为“市场监督管理局”。")
    assert entries == [("市场监督管局", "市场监督管理局")]
    assert rejected == [("市场监督管理局", "市场监管局", Reason.BOTH)]


def test_one_of_two_right_forms_is_not_wrong():
    assert pairs_of("将“总支书记/支部书记”错写为“总支书记”。")[1] == [("总支书记", "总支书记/支部书记", Reason.PART)]


def test_rows_of_tables_are_read_too():
    found = audited("附件1\n错情表\n序号\t单位\t问题\n1\t财政局\t将“截至”错写为“截止”\n2\t教育局\t无\n")
    assert [(pair.wrong, pair.places) for pair in found.pairs] == [("截止", ("正文 第4段",))]
