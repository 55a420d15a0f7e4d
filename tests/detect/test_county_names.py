import pytest

from streammon.detect import county_names
from streammon.detect.text import Text


def found(text):
    return [(hit.wrong, hit.right) for hit in county_names.find(Text(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("调研组在宝鸡市岐山，听取了汇报。", [("岐山", "岐山县")]),
        ("宝鸡市凤翔人民政府关于表彰先进的决定", [("凤翔", "凤翔区")]),
        ("河池市大化境内发生山体滑坡", [("大化", "大化瑶族自治县")]),
        ("会议在陕西省宝鸡市扶风", [("扶风", "扶风县")]),
        ("咸阳市兴平、武功、乾县，", [("兴平", "兴平市"), ("武功", "武功县")]),
        ("上海市浦东、徐汇区。", [("浦东", "浦东新区")]),
        ("恩施土家族苗族自治州利川。", [("利川", "利川市")]),
        ("石家庄市井陉，", [("井陉", "")]),
    ],
)
def test_names_that_are_not_whole(text, expected):
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "宝鸡市岐山县，宝鸡市凤翔区。",
        "宝鸡市岐山、扶风两县，宝鸡市岐山、扶风、眉县等地。",
        "宝鸡市岐山高级中学，宝鸡市太白山景区。",
        "北京市朝阳门外大街",
        "西安市岐山，",
        "宝鸡市和平，宝鸡市眉县。",
        "岐山、扶风",
        "市岐山，",
        "宝鸡市",
        "",
    ],
)
def test_names_that_are_whole_or_others(text):
    assert found(text) == []


def test_it_is_for_a_person_to_look_at_and_counts_in_the_plain_text():
    (hit,) = county_names.find(Text("在宝鸡市\u200b岐山。"))
    assert (hit.start, hit.end, hit.review) == (4, 6, True)
    assert "岐山县" in hit.why
