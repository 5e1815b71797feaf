"""Whether a stated number says the truth about the book's."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from bihuan.reading import read
from bihuan.reading.shapes import Claim
from bihuan.reports.checking.verdicts import Ruling, does_agree, fingerprint, ruled


def claim(text: str) -> Claim:
    (found,) = read(text).claims
    return found


@pytest.mark.parametrize(
    ("text", "actual", "unit", "agrees"),
    [
        ("召开党委会14次。", 14, "次", True),
        ("召开党委会15次。", 14, "次", False),
        ("深入基层60余次。", 63, "次", True),
        ("深入基层60余次。", 60, "次", False),
        ("深入基层60余次。", 71, "次", False),
        ("谈心210余人次。", 213, "人次", True),
        ("审计金额1153.4万元。", Decimal("1153.42"), "万元", True),
        ("审计金额1153.4万元。", Decimal("1153.46"), "万元", False),
        ("审计金额0.115亿元。", 1150, "万元", True),
        ("出动指战员2.1万人次。", 21_034, "人次", True),
        ("出动指战员2.1万人次。", 21_634, "人次", False),
        ("整改率达到91.3%。", Fraction(2100, 23), "%", True),
        ("整改率达到91.4%。", Fraction(2100, 23), "%", False),
        ("整改率近九成。", 90, "%", True),
        ("至少召开3次会议。", 5, "次", True),
        ("至少召开3次会议。", 2, "次", False),
        ("整改问题93处。", 93, "条", True),
    ],
)
def test_a_stated_number_is_held_against_the_books(
    text: str, actual: int | Decimal | Fraction, unit: str, *, agrees: bool
) -> None:
    assert does_agree(claim(text), Fraction(actual), unit) is agrees


def test_a_masked_number_is_never_judged() -> None:
    ruling, why = ruled(claim("召开党委会**次。"), None, None, "")
    assert ruling is Ruling.MASKED
    assert why.endswith("。")


def test_what_nothing_counts_is_unproven() -> None:
    assert ruled(claim("植树120棵。"), None, None, "")[0] is Ruling.UNPROVEN


def test_a_fingerprint_hangs_on_the_words_and_not_on_the_place() -> None:
    here, there = claim("召开党委会14次。"), claim("这一年里，局召开党委会14次。")
    assert fingerprint(here, 1) == fingerprint(there, 1)
    assert fingerprint(here, 1) != fingerprint(here, 2)
    assert fingerprint(here, 1) != fingerprint(claim("召开党委会15次。"), 1)
