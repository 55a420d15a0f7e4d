"""Who is watched and by which rules: loading a site folder, and checking it so that every mistake is named at once."""

from streammon.site.loading import Vocabulary, load
from streammon.site.regulations import Checks
from streammon.site.site import Site

__all__ = ["Checks", "Site", "Vocabulary", "load"]
