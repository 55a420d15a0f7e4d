from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from streammon import extract
from streammon.extract.html import Page
from streammon.extract.taming import tamed

PADDING = "字" * 70_000
"""Small pages are not looked at."""

HARMLESS = {
    "a list whose entries are not closed": "<ul>" + "<li><a href=1>x</a>" * 3000 + "</ul>",
    "a table whose cells are not closed": "<table>" + "<tr><td>x<td>y" * 3000 + "</table>",
    "many paragraphs in two forgotten fonts": "<font><b>" + "<p>x</p>" * 5000,
    "an image in its address": f'<p><img src="data:image/png;base64,{"A" * 500_000}"></p>',
    "a script that writes tags": "<script>" + "x='<div>';" * 3000 + "</script>",
    "comments": "<!-- <div> -->" * 3000,
    "quoted signs": "<p title='<div>' data-x=\"<div>\">x</p>" * 3000,
    "lone signs": "a < b " * 5000,
}
HOSTILE = {
    "depth": "<div>" * 100_000,
    "depth by unknown elements": "<x-y>" * 100_000,
    "fonts without an end": "".join(f"<p><font a={n}></p>" for n in range(5000)),
    "fonts before paragraphs": "".join(f"<font a={n}>" for n in range(900)) + "<p>x" * 20_000,
    "attributes": "<p " + " ".join(f"a{n}" for n in range(100_000)) + ">",
    "attributes after a quoted sign": "<p a='>' " + " ".join(f"a{n}=1" for n in range(100_000)) + ">",
    "attributes of an element without an end": "<br " + "/".join(f"a{n}" for n in range(100_000)) + ">",
    "depth behind a script": "<div><script></div></script>" * 5000,
}


@pytest.mark.parametrize("html", HARMLESS.values(), ids=HARMLESS)
def test_pages_for_readers_stay_whole(html: str) -> None:
    assert tamed(PADDING + html + "尾") == PADDING + html + "尾"


@pytest.mark.parametrize("html", HOSTILE.values(), ids=HOSTILE)
def test_what_would_exhaust_a_parser_is_cut_off(html: str) -> None:
    cut = tamed(PADDING + html + "尾")
    assert cut.startswith(PADDING)
    assert len(cut) < len(PADDING) + len(html) / 2


@given(
    st.lists(st.sampled_from(["<div>", "</div>", "<!--", "-->", "<script>", "</script", "<p a='", '"', "=", ">", "<"]))
)
@settings(max_examples=100)
def test_the_cut_is_a_beginning_and_the_rest_is_read(pieces: list[str]) -> None:
    html = PADDING + "".join(pieces)
    assert html.startswith(tamed(html))
    assert (Page(html, "http://a.gov.cn/").text("body") or "").startswith("字")


def test_what_was_cut_off_is_told() -> None:
    html = "<p>" + PADDING + "</p>" + "<div>" * 2000 + "尾"
    document = extract.read(html.encode(), name="a.html", media_type="text/html")
    assert document.text == PADDING
    assert "没有读" in document.unreadable
    assert not Page("<p>" + PADDING + "</p>", "").cut


def test_a_page_of_which_nothing_is_left_is_unreadable() -> None:
    with pytest.raises(extract.Unreadable, match="没有读"):
        extract.read(("<html><body>" + "<div>" * 100_000 + "尾").encode(), name="a.html", media_type="")
