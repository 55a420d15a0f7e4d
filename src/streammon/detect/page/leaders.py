"""Pages on an organisation that name nobody who leads it (机构职能、领导信息, 国办秘函〔2019〕19号)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from streammon.detect.page.look import Look, problem
from streammon.model.inspection import Finding, Severity
from streammon.words import say

_ABOUT = re.compile(
    r"机构(?:职能|概况|设置|信息|简介|领导)|领导(?:分工|信息|之窗|班子|成员|简介|介绍|名单)|单位(?:概况|简介)|部门(?:职能|概况)"
)
_NOT_ABOUT = re.compile(r"内设|通知|意见|方案|会议|调整|任免|解读|公告")
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金"
    "韦贾夏付傅方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文庞樊兰殷施洪翟安颜倪牛温芦季俞章鲁"
    "葛伍申尤毕聂焦柳邢岳齐梅庄辛管祝左涂谷祁时舒耿牟卜路詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏"
    "宁柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭"
    "窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官衣楚佟栗匡宗应台巫鞠僧桑荆谌银扬明沙薄伏岑习浦和藏那麻阚"
)
_DOUBLE = "欧阳|司马|上官|诸葛|皇甫|尉迟|公孙|慕容|令狐"
_HAN = "[\u4e00-\u9fff]"
_BETWEEN = "\u4e00-\u9fff、\t \u3000"
_NAME = rf"(?:(?:{_DOUBLE}|[{_SURNAMES}])[ \u3000]{{0,4}}{_HAN}{{1,2}}|{_HAN}{{2,6}}·{_HAN}{{2,8}})"
_POST = (
    r"(?:[局县区市镇乡部院所站校处科厅司会行]长|主任|书记|主席|支队长|大队长|主要负责人|负责人|主要领导|单位领导|机关领导"
    r"|党组成员|党委委员|调研员|领导姓名|姓名)"
)
_NAMED = re.compile(rf"{_POST}(?:职务)?[）)]?[ \t\u3000]*[：:\n\t 、]*[ \t\u3000]*{_NAME}(?!{_HAN})", re.MULTILINE)
_NAME_FIRST = re.compile(
    rf"(?:^|[\s、，：:；。]){_NAME}[ \t\u3000]*[：:，,（(\t\n ][{_BETWEEN}]{{0,20}}{_POST}", re.MULTILINE
)


def find(look: Look) -> Iterator[Finding]:
    """Find that a page on an organisation says neither 局长：somebody nor somebody，局长."""
    title, text = look.content.title, look.content.text
    if not (_ABOUT.search(title) or _ABOUT.search(look.column)) or _NOT_ABOUT.search(title) or not text.strip():
        return
    if not _NAMED.search(text) and not _NAME_FIRST.search(text) and not look.page.attachments:
        yield problem("no-leader", Severity.HINT, "", say("page.leader"), confidence=0.6, review=True)
