from __future__ import annotations

import pytest

from streammon.extract.html import Page
from streammon.sources.files import is_file_link

PAGE = (
    """<div class="article"><img src="/扫描/1.jpg" alt="名单"><a href="2.PNG">公示</a><a href="3.xlsx">表</a></div>"""
)


@pytest.mark.parametrize(
    ("url", "words", "images", "wanted"),
    [
        ("http://a.gov.cn/1.xlsx", "", False, True),
        ("http://a.gov.cn/down?name=1.pdf", "", False, True),
        ("http://a.gov.cn/down/7", "名单.docx ", False, True),
        ("http://a.gov.cn/1.html", "通知", True, False),
        ("http://a.gov.cn/1.JPG", "", True, True),
        ("http://a.gov.cn/1.jpg", "", False, False),  # nobody here could read it
    ],
)
def test_which_links_lead_to_a_file(url: str, words: str, images: bool, wanted: bool) -> None:
    assert is_file_link(url, words, images=images) is wanted


@pytest.mark.parametrize(
    ("selector", "names"),
    [
        (".article a[href]", ["2.PNG", "3.xlsx"]),
        (".article a[href], .article img[src]", ["%E6%89%AB%E6%8F%8F/1.jpg", "2.PNG", "3.xlsx"]),
        (".article a[href$='.xlsx']", ["3.xlsx"]),
    ],
)
def test_a_site_says_which_images_are_read(selector: str, names: list[str]) -> None:
    anchors = Page(PAGE, "http://a.gov.cn/").links(selector)
    wanted = [anchor.url for anchor in anchors if is_file_link(anchor.url, anchor.words, images=True)]
    assert wanted == [f"http://a.gov.cn/{name}" for name in names]
    assert all(anchor.words for anchor in anchors)
