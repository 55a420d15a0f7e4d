import pytest
from hypothesis import given
from hypothesis import strategies as st

from streammon.detect.folding import folded
from streammon.detect.forbidden import Forbidden, Word, load
from streammon.detect.text import Text
from streammon.errors import ConfigErrors
from streammon.model.inspection import Severity

WORDS = Forbidden(
    [Word(word) for word in ("代开发票", "六合彩", "赌博", "皇后", "VPN", "free tibet", "A片", "8964", "国东")]
)


def found(text):
    looked_at = Text(text)
    hits = WORDS.find(looked_at)
    return [(text[slice(*looked_at.span(hit.start, hit.end))], hit.confidence, hit.review) for hit in hits]


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("提供代开发票服务", [("代开发票", 1, False)]),
        ("提供代\u200b开发票服务", [("代\u200b开发票", 0.8, False)]),
        ("代開發票", [("代開發票", 0.8, False)]),
        ("代 开 发 票", [("代 开 发 票", 0.8, False)]),
        ("代开 发票", [("代开 发票", 0.8, False)]),
        ("代\u3000开·发*票", [("代\u3000开·发*票", 0.8, False)]),
        ("代-開_发 - 票", [("代-開_发 - 票", 0.8, False)]),
        ("六*合*彩", [("六*合*彩", 0.8, False)]),
        ("建在六合 彩虹桥边", [("六合 彩", 0.8, True)]),
        ("赌 博", [("赌 博", 0.8, True)]),
        ("看 赌博 吧", [("赌博", 1, False)]),
        ("皇後", [("皇後", 0.8, False)]),
        ("用VPN，用vpn，用ＶＰＮ", [("VPN", 1, False), ("vpn", 1, False), ("ＶＰＮ", 0.8, False)]),
        ("v.p.n", [("v.p.n", 0.8, False)]),
        ("Free Tibet", [("Free Tibet", 1, False)]),
        ("freetibet", [("freetibet", 0.8, False)]),
        ("A片，A 片", [("A片", 1, False), ("A 片", 0.8, True)]),
        ("8964", [("8964", 1, False)]),
        ("代开发票，六合彩赌博", [("代开发票", 1, False), ("六合彩", 1, False), ("赌博", 1, False)]),
        ("代开\t发票", []),
        ("代开\n发票", []),
        ("代开。发票；代开，发票；代开、发票；代开|发票", []),
        ("代开    发票", []),
        ("v pn，vp n，VPNS，myvpn", []),
        ("18964号，8 9 6 4，89.64", []),
        ("", []),
    ],
)
def test_forbidden_words_however_they_are_spelled(text, hits):
    assert found(text) == hits


def test_what_stands_between_words_may_be_chance_and_waits_for_a_person():
    assert found("全国 东部") == [("国 东", 0.8, True)]


def test_a_hit_tells_the_list_and_its_reason():
    words = Forbidden([Word("赌博", "违法", "县禁用词"), Word("皇后", "", "县禁用词")])
    first, second = words.find(Text("赌博 皇后"))
    assert (first.rule, first.severity, first.wrong, first.right) == ("text/forbidden", Severity.SEVERE, "赌博", "")
    assert first.why == "“赌博”在词表“县禁用词”中，不应出现：违法。"
    assert second.why == "“皇后”在词表“县禁用词”中，不应出现。"


def test_the_longest_word_is_told():
    words = Forbidden([Word("赌博"), Word("网络赌博"), Word("博彩")])
    assert [hit.wrong for hit in words.find(Text("网络赌博彩票"))] == ["网络赌博"]


def test_of_two_spellings_of_a_word_the_first_gives_the_reason():
    words = Forbidden([Word("赌博", "违法"), Word("賭博", "繁体")])
    assert [hit.why for hit in words.find(Text("賭博"))] == ["“赌博”在词表“”中，不应出现：违法。"]


def test_without_words_nothing_is_found():
    assert list(Forbidden([]).find(Text("赌博"))) == []


def test_words_and_reasons_are_read(tmp_path):
    file, other = tmp_path / "禁用词.txt", tmp_path / "敏感词.txt"
    file.write_text("\ufeff# 县委宣传部\n赌博\t违法\n\n ＶＰＮ \nfree tibet\n赌博\t违法\n", encoding="utf-8")
    other.write_text("赌博\t不雅\n彩票\n", encoding="utf-8")
    assert load([file, other]) == (
        Word("赌博", "违法", "禁用词"),
        Word("VPN", "", "禁用词"),
        Word("free tibet", "", "禁用词"),
        Word("彩票", "", "敏感词"),
    )


def test_every_mistake_in_all_lists_is_told(tmp_path):
    first, second, third = (tmp_path / f"{name}.txt" for name in "abc")
    first.write_text("赌博\t违法\n赌博\t不雅\n***\n甲\t乙\t丙\n", encoding="utf-8")
    second.write_bytes("赌博\n".encode("gbk"))
    with pytest.raises(ConfigErrors) as refused:
        load([first, second, third])
    told = [str(error) for error in refused.value.errors]
    assert told[0] == f"{first}，第 2 行: “赌博”在第 1 行已经有一条，那里写的是“违法”。 同一个词只应有一条理由。"
    assert told[1] == f"{first}，第 3 行: “***”里没有文字。"
    assert told[2].startswith(f"{first}，第 4 行: 这一行有 3 个单元格，应有 2 个。")
    assert told[3].startswith(f"{second}，第 1 行: 文件不是 UTF-8 编码。")
    assert told[4].startswith(f"{third}: 文件读不了")


SPELLINGS = st.text(alphabet="代开发票開發VPNvpnİ \u3000·*-\t\n，。1\u200b", max_size=30)


@given(SPELLINGS)
def test_folding_leaves_out_gaps_alone_and_every_place_leads_back(text):
    view = folded(text)
    back = [view.span(at, at + 1) for at in range(len(view.text))]
    assert [end - start for start, end in back] == [1] * len(back)
    assert [start for start, _ in back] == sorted({start for start, _ in back})
    left_out = [text[at] for at in range(len(text)) if (at, at + 1) not in back]
    assert set(left_out) <= set(" \u3000·*-")
    assert all(
        folded(text[start:end]).text == character for (start, end), character in zip(back, view.text, strict=True)
    )


@given(SPELLINGS, SPELLINGS)
def test_what_stands_around_a_word_does_not_move_it(before, after):
    text = Text(f"{before}，赌博。{after}")
    (hit,) = Forbidden([Word("赌博")]).find(text)
    assert hit.start == len(Text(before).plain) + 1
