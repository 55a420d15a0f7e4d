import pytest

from streammon.detect import formats
from streammon.detect.text import Text
from streammon.model.inspection import Severity


def found(text):
    return [(hit.rule.removeprefix("format/"), hit.wrong, hit.right) for hit in formats.find(Text(text))]


@pytest.mark.parametrize(
    ("text", "wrong", "right"),
    [
        ("国发[2021]5号", "[2021]5号", "〔2021〕5号"),
        ("国办发（2021）5号", "（2021）5号", "〔2021〕5号"),
        ("陕政办函(2023) 12号", "(2023) 12号", "〔2023〕12号"),
        ("眉政发【２０２３】7号", "【2023】7号", "〔2023〕7号"),
        ("国发〔2021〕第5号", "〔2021〕第5号", "〔2021〕5号"),
        ("国发〔2021〕05号", "〔2021〕05号", "〔2021〕5号"),
        ("国办发2021年5号", "2021年5号", "〔2021〕5号"),
    ],
)
def test_document_numbers(text, wrong, right):
    assert found(f"根据《意见》（{text}）精神") == [("document-number", wrong, right)]


@pytest.mark.parametrize(
    "text",
    [
        "国发〔2021〕5号",
        "（2021）陕0326民初5号",
        "财政部公告2021年第5号",
        "中华人民共和国主席令第五号",
        "印发2021年第3号文件",
        "GB/T 9704-2012",
        "和平路（2021）5号楼",
        "《办法》（2021年修订）第5条",
        "〔2021〕",
    ],
)
def test_what_is_no_mistaken_document_number(text):
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("增长4-6%", [("range", "4-6%", "4%-6%")]),
        ("增长4%-6%", []),
        ("降幅为1.5~3.5％", [("range", "1.5~3.5％", "1.5％~3.5％")]),
        ("惠及5-10万人", [("range", "5-10万", "5万-10万")]),
        ("惠及5万-10万人", []),
        ("3-5年内建成", [("range", "3-5", "3~5")]),
        ("(2013-2015年)", [("range", "2013-2015", "2013—2015")]),
        ("2013—2015年", []),
        ("电话029-12345678万科", []),
        ("联系电话：0917-5-10万达广场", []),
        ("8月1至5日", []),
        ("第3-5年级", []),
        ("2023-10-12", []),
        ("10-5%", []),
        (
            "甲\n4-6%\n2-3天，7-8%",
            [
                ("range", "4-6%", "4%-6%"),
                ("range", "7-8%", "7%-8%"),
                ("range", "2-3", "2~3"),
            ],
        ),
    ],
)
def test_ranges(text, expected):
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2月30日", [("date", "2月30日", "")]),
        ("2023年2月29日", [("date", "2月29日", "")]),
        ("2024年2月29日、2月29日", []),
        ("6月31日", [("date", "6月31日", "")]),
        ("2023年13月", [("date", "13月", "")]),
        ("2023年12月31日", []),
        ("0月5日", [("date", "0月5日", "")]),
        ("12个月", []),
        ("二0二三年", [("date-digits", "二0二三", "二〇二三")]),
        ("二○二三年", [("date-digits", "二○二三", "二〇二三")]),
        ("二零二三年", [("date-digits", "二零二三", "二〇二三")]),
        ("二〇二三年十月", []),
        ("2023年十月", [("date-digits", "十月", "10月")]),
    ],
)
def test_dates(text, expected):
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("《甲法》、《乙法》", [("title-marks", "》、《", "》《")]),
        ("《甲法》《乙法》和《丙法》", []),
        ("推进，，落实", [("punctuation", "，，", "，")]),
        ("完成。。", [("punctuation", "。。", "。")]),
        ("等等。。。", [("punctuation", "。。。", "……")]),
        ("完成，。", [("punctuation", "，。", "，")]),
        ("推进、落实，完成。", []),
        ("第一,推进，第二，落实。", [("latin-punctuation", ",", "，")]),
        ("第一,推进第二,落实", []),
        ("时间：8:30，网址www.a.cn，见http://a.cn/?b，完毕", []),
        ("《办法（试行》", [("pairs", "《", ""), ("pairs", "（", ""), ("pairs", "》", "")]),
        ("《办法（试行)》", []),
        ("国发〔2021）5号", [("pairs", "〔", ""), ("pairs", "）", "")]),
        ("（一）总则\n1）范围；2）职责", []),
        ("附件（甲\n乙方）", []),
        ("附件（甲\n乙方）（丙", [("pairs", "（", ""), ("pairs", "）", ""), ("pairs", "（", "")]),
        ("", []),
    ],
)
def test_punctuation(text, expected):
    assert sorted(found(text)) == sorted(expected)


def test_every_document_number_in_a_row_is_told():
    text = "号[2021]5号[2021]6号\n（号）国发[2022]\n第7号，8号楼"
    hits = [hit for hit in formats.find(Text(text)) if hit.rule == "format/document-number"]
    assert [(hit.start, hit.right) for hit in hits] == [(1, "〔2021〕5号"), (9, "〔2021〕6号"), (23, "〔2022〕7号")]


def test_only_what_is_surely_wrong_alarms():
    text = "国发[2021]5号，2月30日，二0二三年，《甲》、《乙》，，4-6%（"
    alarming = {hit.rule for hit in formats.find(Text(text)) if hit.severity is not Severity.HINT}
    assert alarming == {"format/document-number", "format/date"}


def test_a_hit_counts_in_the_plain_text():
    (hit,) = formats.find(Text("全\u200b文：国发[２０２１]５号"))
    assert (hit.start, hit.end) == (5, 13)
