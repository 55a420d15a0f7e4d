import re

import pytest

from streammon.detect.masking import masked, snippet


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("证610326190502030028，", "证610***********0028，"),
        ("证61032619050203001X，", "证610***********001X，"),
        ("电话15900004961", "电话159****4961"),
        ("卡6217 7800 0000 4123 998号", "卡621* **** **** ***3 998号"),
        ("卡６２１７７８００００００４１２３９９８", "卡６２１************３９９８"),
        ("159\u200b0000\u200b4961", "159\u200b****\u200b4961"),
        ("6103261905\n02030028", "610*******\n****0028"),
        ("610326190502030028 6217780000004123998", "610*************** ***************3998"),
        ("2023年10月14日，共3562条，预算1234567元", "2023年10月14日，共3562条，预算1234567元"),
        ("眉政发〔2023〕17号", "眉政发〔2023〕17号"),
        ("护照E12345678，", "护照E1*****78，"),
        ("陕C12345的车主", "陕C***45的车主"),
        ("粤Z1234港", "粤Z***4港"),
        ("lisi@qq.com", "l***@qq.com"),
        ("住平阳街12号3单元502室", "住平阳街**号*单元***室"),
        ("槐芽镇齐镇村3组12号", "槐芽镇齐镇村3组**号"),
        ("******19050203****", "******19**********"),
        ("6103261905****", "61************"),
    ],
)
def test_long_numbers_are_masked_and_others_are_not(text, expected):
    assert masked(text) == expected


def test_masking_takes_time_in_proportion_to_the_text():
    assert masked("1    " * 20_000).startswith("1    1    1    *")


@pytest.mark.parametrize("start", range(120))
def test_a_snippet_never_shows_more_of_a_number_than_its_ends(start):
    text = "前" * 30 + "6 1 0 3 2 6 1 9 0 5 0 2 0 3 0 0 2 8" + "中" * 20 + "6217780000004123998" + "后" * 40
    shown = re.findall(r"\d+", snippet(text, start, start + 1).replace(" ", ""))
    assert all(len(digits) <= 4 for digits in shown)


def test_a_snippet_stands_on_one_line():
    assert snippet("上一行\n  习总书记\t讲话\n", 6, 10) == "上一行 习总书记 讲话"
