"""Figures that somebody typed over: the book's again, or the words as typed."""

from __future__ import annotations

import pytest

from bihuan.reports.drafting.settling import settled
from bihuan.reports.requests import ByHand, source_of
from bihuan.reports.slots import Slot

SLOT = Slot("audit.amount", unit="万元", earlier="上期")
ODD, PLAIN = '1"5{次', "9次"
FIRST, SECOND = source_of(ByHand(ODD, SLOT)), source_of(ByHand(PLAIN, Slot("a.b")))
TEXT = f"# 题\n\n甲{FIRST}，乙{SECOND}。"


def test_the_books_figure_takes_its_place_again() -> None:
    assert settled(TEXT, 1, with_book=True) == TEXT.replace(FIRST, source_of(SLOT))


def test_the_typed_words_stay_as_plain_words() -> None:
    assert settled(TEXT, 2, with_book=False) == TEXT.replace(SECOND, PLAIN)
    assert settled(TEXT, 1, with_book=False) == TEXT.replace(FIRST, '1"5{{ "{" }}次')


@pytest.mark.parametrize("place", [0, 3])
def test_there_is_no_such_place(place: int) -> None:
    assert settled(TEXT, place, with_book=True) is None
