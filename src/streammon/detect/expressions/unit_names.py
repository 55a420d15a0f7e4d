"""What a unit may be called: its full name, the name without the place, and the short forms in use."""

from __future__ import annotations

import re
from collections.abc import Iterator

_PLACE = re.compile(r"^[\u4e00-\u9fff]{1,10}?(?=[省市县区旗][\u4e00-\u9fff]{4})")

_SHORT = {
    "市场监督管理": ("市场监管",),
    "人力资源和社会保障": ("人力资源社会保障", "人社"),
    "发展和改革": ("发展改革", "发改"),
    "住房和城乡建设": ("住房城乡建设", "住建"),
    "工业和信息化": ("工业信息化", "工信"),
    "教育和体育": ("教育体育", "教体"),
    "教育体育": ("教体",),
    "卫生健康": ("卫健",),
    "文化和旅游": ("文化旅游", "文旅"),
    "文化旅游": ("文旅",),
    "交通运输": ("交通",),
    "应急管理": ("应急",),
    "科学技术": ("科技",),
    "民族宗教事务": ("民宗",),
    "城市管理": ("城管",),
    "医疗保障": ("医保",),
    "自然资源和规划": ("自然资源规划",),
    "国有资产监督管理": ("国资",),
}
"""Parts of names, and how the units themselves and their documents shorten them."""


def forms(name: str) -> Iterator[str]:
    """Yield the name and the other forms that are right too, all with the place and without: 县市场监管局."""
    for whole in (name, *_shortened(name)):
        yield whole
        place = _PLACE.match(whole)
        if place:
            yield whole[place.end() :]
            yield whole[place.end() + 1 :]


def _shortened(name: str) -> Iterator[str]:
    for part, shorter in _SHORT.items():
        if part in name:
            yield from (name.replace(part, short) for short in shorter)
