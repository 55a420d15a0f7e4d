"""Word processors' documents as text: what their readers write the parts of a document with.

A story is a text of its own: the body, a header, the footnotes. It lies in layers: what is seen, and what is in a box,
hidden or deleted; no text is in two of them.
"""

from __future__ import annotations

from streammon.extract.document import Writer
from streammon.words import say

SEEN, BOX, HIDDEN, DELETED = "seen", "box", "hidden", "deleted"
BODY, HEADER, FOOTER, MARGIN, MARGIN_BOX = "body", "header", "footer", "margin", "margin-box"
FOOTNOTES, ENDNOTES, COMMENTS = "footnotes", "endnotes", "comments"

_CONCEALED = frozenset({HIDDEN, DELETED})


def write(writer: Writer, story: str, layer: str, text: str) -> None:
    """Write one layer of a story. Lines without text are left out; those of the body are numbered.

    Deleted text, hidden text and comments are not what a reader sees at once.
    """
    if lines := "\n".join(stripped for line in text.split("\n") if (stripped := line.rstrip())):
        is_body = story == BODY and layer == SEEN
        writer.section(_name(story, layer), line=int(is_body), hidden=layer in _CONCEALED or story == COMMENTS)
        writer.line(lines)


def _name(story: str, layer: str) -> str:
    if layer == SEEN:
        return say(f"office.text.{story}")
    inner = say(f"office.text.{layer}")
    return inner if story == BODY else say("office.text.of", story=say(f"office.text.{story}"), layer=inner)
