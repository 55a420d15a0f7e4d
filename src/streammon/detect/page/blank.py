"""Pages and columns with nothing on them. 国办秘函〔2019〕19号: five empty columns are a veto."""

from __future__ import annotations

import re
from collections.abc import Iterator

from streammon.detect.page.look import Look, problem
from streammon.model.inspection import Finding, Severity
from streammon.model.poll import PageKind
from streammon.model.signal import Visit
from streammon.words import say

_EMPTY = re.compile(
    r"(?:[（(【]?(?:本?(?:栏目|页面|网页|内容|系统|功能)?(?:正在)?(?:建设|维护|更新|完善|整理|制作)中|敬请期待"
    r"|(?:对不起|抱歉)?暂(?:无|未|时没有)(?:相关)?(?:内容|信息|数据|文章|资料|更新)?|没有(?:相关)?(?:内容|信息|数据)|无内容|测试|test)"
    r"[）)】]?[，。！!.…、]*)+",
    re.IGNORECASE,
)


def find(look: Look) -> Iterator[Finding]:
    """Find that a page has no text, no image, no attachment and no link; or only words that say so."""
    content, page = look.content, look.page
    if page.media or page.attachments or any(link.inside and not link.hidden for link in page.links):
        return
    text = "".join(content.text.split())
    if not text:
        yield problem("blank", Severity.ORDINARY, "", say("page.blank.page"))
    elif _EMPTY.fullmatch(text):
        yield problem("blank", Severity.ORDINARY, "", say("page.blank.promise", text=text), wrong=text)
    elif text == "".join(content.title.split()):
        yield problem("blank", Severity.ORDINARY, "", say("page.blank.title"), wrong=content.title, review=True)


def column(visit: Visit, had_items: bool = False) -> Finding | None:
    """Return what is wrong with a list that was seen to name nothing; None for any other visit.

    One that had items before may have been emptied, or its pages are built in a new way and we see none of them: a
    person has to look.
    """
    if visit.kind is not PageKind.LIST or not visit.ok or visit.unchanged or visit.links:
        return None
    if had_items:
        return problem("blank", Severity.ORDINARY, "emptied", say("page.blank.emptied"), review=True)
    return problem("blank", Severity.ORDINARY, "column", say("page.blank.column"))
