"""Names of persons that stand before a number."""

from __future__ import annotations

import re

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾萧肖田董袁潘蔡蒋余于杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付傅"
    "方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳"
    "甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳欧阳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑"
    "景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝"
)
_TWO = "(?:欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐)"
_COMPOUND = re.compile(rf"{_TWO}[\u4e00-\u9fff]{{1,2}}$")
_SIMPLE = re.compile(rf"[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}$")
_IN_BRACKETS = re.compile(rf"[（(]((?:{_TWO}|[{_SURNAMES}])[\u4e00-\u9fff]{{1,2}})[）)]")
_LABEL = re.compile(
    r"(?:[\s：:，,、（(\[【；;]|(?:居民|公民|本人)?身份(?:证件?)?(?:号码|号)?|证件号码?|(?:银行)?卡号|[男女]|[*＊×]|[0-9])+$"
)


def name_before(lead: str) -> str:
    """Return the name that the words before a number end with, but for labels and signs; "" if there is none."""
    words = _LABEL.sub("", lead)
    for pattern in (_COMPOUND, _SIMPLE):
        for start in range(max(len(words) - 4, 0), len(words) - 1):
            if found := pattern.match(words, start):
                return found[0]
    return ""


def name_after(words: str) -> str:
    """Return the name in brackets that the words behind a number begin with; "" if there is none."""
    found = _IN_BRACKETS.match(words)
    return found[1] if found else ""
