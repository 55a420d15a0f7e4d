"""Made-up persons whose numbers pass their check digits.

Nobody can be meant: the resident IDs are of people born from 1901 to 1909, the card numbers count up behind zeros.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许"
GIVEN = ("建", "秀", "志", "玉", "文", "淑", "永", "桂", "明", "彩", "军", "霞", "锋", "莉", "涛", "娟")
AREA = "610326"
"""眉县 in GB/T 2260."""

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
"""Weights and check characters of the resident ID, GB 11643-1999."""

PLACES = ("江苏省苏州市", "浙江省宁波市", "广东省东莞市", "新疆维吾尔自治区库尔勒市", "上海市松江区", "福建省泉州市")


@dataclass(frozen=True, slots=True)
class Person:
    """One line of the list."""

    name: str
    resident_id: str
    card: str
    phone: str
    place: str
    amount: int = 500

    def masked(self) -> Person:
        """Return the same line as it should have been published."""
        return Person(
            self.name[0] + "*" * (len(self.name) - 1),
            self.resident_id[:6] + "********" + self.resident_id[-4:],
            self.card[:4] + "*" * 11 + self.card[-4:],
            self.phone[:3] + "****" + self.phone[-4:],
            self.place,
            self.amount,
        )


def people(count: int) -> list[Person]:
    """Return `count` persons, the same on every run."""
    random = Random("people")  # noqa: S311 -- the same list on every run is meant
    return [_person(random, number) for number in range(count)]


def _person(random: Random, number: int) -> Person:
    born = date(1901, 1, 1) + timedelta(days=random.randrange(9 * 365))
    body = f"{AREA}{born:%Y%m%d}{random.randrange(1, 1000):03d}"
    card = f"6217990000000{random.randrange(10_000, 100_000)}"
    return Person(
        name=random.choice(SURNAMES) + "".join(random.sample(GIVEN, random.choice((1, 2)))),
        resident_id=body + resident_check(body),
        card=card + luhn_check(card),
        phone=f"1380000{1001 + number}",
        place=random.choice(PLACES),
    )


def resident_check(body: str) -> str:
    """Return the last character of a resident ID from its first 17 digits."""
    return CHECKS[sum(weight * int(digit) for weight, digit in zip(WEIGHTS, body, strict=True)) % 11]


def luhn_check(body: str) -> str:
    """Return the last digit of a card number from those before it (ISO/IEC 7812-1, Luhn)."""
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(reversed(body)))
    return str(-sum(value // 10 + value % 10 for value in doubled) % 10)
