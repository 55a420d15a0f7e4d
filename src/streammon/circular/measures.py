"""Whether a phrase of the text and the head of a column name the same measure."""

from __future__ import annotations

import re
from enum import IntEnum
from functools import lru_cache

_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
_SAME = (
    (re.compile("上传|上报|投稿|来稿"), "报送"),
    (re.compile("转发"), "转载"),
    (re.compile("其他"), "其它"),
    (re.compile("承办|接受|接收|收到"), "受理"),
    (re.compile("产生"), "生成"),
)
"""What one circular calls so and another otherwise."""
_FILLERS = re.compile(
    "审核通过|审核发布|采用|采纳|录用|刊发|刊登|发布|公开|更新|主动|共计|合计|总计|累计|各类|各种|总数|总量|总共|数量|条数|件数|"
    '次数|个数|家数|实际|情况|信息|办理|推送|[“”"‘’、的]'
)
"""What says how much or by whom, not of what; to be published is what all of them count."""
_EDGES = re.compile("^(?:[共总均各为有是即其中全部]+)|(?:[数量为达有共计了]+)$")
_NOT = "不未非无应"


class Match(IntEnum):
    """How well a phrase and a head agree: not at all; by their characters; one holds the other; the same."""

    NONE, LOOSE, PART, SAME = range(4)


@lru_cache(maxsize=4096)
def core(words: str) -> str:
    """Return what is counted, without fillers: 原创信息实际更新数 -> 原创."""
    bare = _BRACKETS.sub("", words)
    for synonym, one in _SAME:
        bare = synonym.sub(one, bare)
    return _EDGES.sub("", _FILLERS.sub("", bare))


def match(phrase: str, head: str, around: str = "") -> Match:
    """Compare a phrase before a number with the head of a column; `around` is all that stands around the number."""
    said, counted = core(phrase), core(head)
    if said == counted:
        return Match.SAME
    if _holds(said, counted) or _holds(counted, said):
        return Match.PART
    if counted and set(counted) <= set(core(around)) and not set(_NOT) & set(core(around)) - set(counted):
        return Match.LOOSE
    return Match.NONE


def names(phrase: str, title: str) -> bool:
    """Tell whether a phrase and a title have a word in common, fillers aside."""
    said, counted = core(phrase), _FILLERS.sub("", title.replace("统计表", ""))
    return any(said[at : at + 2] in counted for at in range(len(said) - 1))


def _holds(outer: str, inner: str) -> bool:
    """Tell whether `inner` stands in `outer`, and not as a part of its opposite (不合格)."""
    at = outer.find(inner) if len(inner) > 1 else -1
    return at >= 0 and outer[at - 1 : at] not in tuple(_NOT)
