"""One number of a person at one place of a text, and how far it is laid open."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

RESIDENT_ID = "privacy/resident-id"
BANK_CARD = "privacy/bank-card"
MOBILE = "privacy/mobile"
LANDLINE = "privacy/landline"
PASSPORT = "privacy/passport"
LICENCE_PLATE = "privacy/licence-plate"
E_MAIL = "privacy/e-mail"
ADDRESS = "privacy/address"
TABLE = "privacy/table"


class Level(StrEnum):
    """How far a value is laid open, and how sure that is."""

    OPEN = "open"
    """Whole, and surely what it seems."""
    DOUBTFUL = "doubtful"
    """Whole, but its check digit, its place or the words around it leave a doubt."""
    WEAK = "weak"
    """Masked so little that the rest can be guessed."""
    LINKED = "linked"
    """Masked well in each place, but two places together show too much."""
    ROUNDED = "rounded"
    """Rounded by a spreadsheet: not to be had back, but the file it comes from holds it."""
    CONTACT = "contact"
    """Printed as it seems so that somebody can be reached."""


@dataclass(frozen=True, slots=True)
class Leak:
    """A value from `start` to before `end` of the plain text. `value` only tells two values apart; it goes nowhere."""

    rule: str
    level: Level
    start: int
    end: int
    value: str = field(repr=False)
