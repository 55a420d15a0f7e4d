"""Where a wrong form is no mistake, learned from a person who has dismissed a finding."""

from __future__ import annotations

from streammon.model.base import Part
from streammon.model.inspection import Finding

AROUND = 6
"""Characters on each side that must be the same again: enough for a name or a set phrase, less than a sentence."""

LEAST = 4
"""Characters on both sides together. With fewer, the finding itself would be silenced wherever it stands."""


class Exemption(Part, frozen=True, kw_only=True):
    """A problem (`evidence`) that is none between `before` and `after`, the characters on both sides of the words."""

    evidence: str
    before: str
    after: str


def exemption_of(finding: Finding) -> Exemption | None:
    """Return what the dismissal of `finding` teaches; None where its surroundings say too little.

    Only words can be exempt: that a number is nobody's says nothing of the next one.
    """
    if not finding.rule.startswith("text/") or finding.snippet.count(finding.wrong) != 1:
        return None
    before, _, after = finding.snippet.partition(finding.wrong)
    before, after = before[-AROUND:], after[:AROUND]
    if len(before) + len(after) < LEAST:
        return None
    return Exemption(evidence=finding.evidence, before=before, after=after)
