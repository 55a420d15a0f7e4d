"""contents -> inspections: everything that is wrong with one item, found at once."""

from streammon.detect.inspector import inspect as inspect_content
from streammon.model.content import Content
from streammon.model.inspection import Inspection
from streammon.stream import Context, stateless


@stateless("contents", emits=["inspections"])
async def inspect(content: Content, context: Context) -> Inspection:
    """Look for wrong words and leaked numbers."""
    return await context.in_process(inspect_content, content)
