"""A site folder, checked with everything that can be wrong in it."""

from __future__ import annotations

from streammon.assembly.options import Options
from streammon.detect import inspector
from streammon.rules import cadence, grading
from streammon.site import Site, Vocabulary
from streammon.site import load as load_site


def read_site(options: Options) -> Site:
    """Load and check the site folder. Raises ConfigErrors."""
    words = Vocabulary(parse_cadence=cadence.parse, measures=grading.MEASURES)
    site = load_site(options.site, words, base_url=options.base_url, inbox=options.inbox)
    inspector.prepare(site.lexicon_files)  # the only way to find a mistake in a lexicon
    return site
