from __future__ import annotations

from datetime import date

import pytest

from bihuan.trail.errors import AlreadySealed, NotOver
from bihuan.trail.log import note
from bihuan.trail.models import Entry, Head, Seal
from bihuan.trail.sealing import seal, seal_of, sealed_periods
from bihuan.trail.verification import verify_seals, verify_trail
from bihuan.values.actor import Actor
from bihuan.values.period import Period
from conftest import NOW, at

JUNE, SECOND_QUARTER = Period.parse("2023-06"), Period.parse("2023-Q2")
BOOK = "ab" * 32
JULY = date(2023, 7, 3)


@pytest.fixture
def sealed(db: None, operator: Actor) -> Actor:
    """June is sealed, then the quarter."""
    note(operator, "record_act", "record:1", "dc1")
    seal(operator, JUNE, BOOK, JULY)
    note(operator, "record_act", "record:2", "dc1")
    seal(operator, SECOND_QUARTER, "cd" * 32, JULY)
    return operator


def test_a_seal_keeps_what_the_book_said_then(sealed: Actor) -> None:
    assert sealed_periods() == [(JUNE, BOOK), (SECOND_QUARTER, "cd" * 32)]
    closing = seal_of(JUNE)
    assert closing is not None
    assert (closing.at, closing.book_digest) == (NOW, BOOK)
    assert seal_of(Period.parse("2023-05")) is None
    assert list(verify_seals()) == list(verify_trail()) == []


def test_a_period_is_sealed_once_and_the_refusal_leaves_no_trace(sealed: Actor) -> None:
    entries = Entry.objects.count()
    with pytest.raises(AlreadySealed, match="2023年6月已经封账"):
        seal(sealed, Period.parse("2023-06-01..2023-06-30"), BOOK, JULY)
    assert Entry.objects.count() == entries
    assert list(verify_seals()) == []


@pytest.mark.parametrize("day", [date(2023, 6, 29), date(2023, 6, 30)])
def test_a_period_that_is_not_over_cannot_be_sealed(db: None, operator: Actor, day: date) -> None:
    with pytest.raises(NotOver):
        seal(operator, JUNE, BOOK, day)
    assert not Seal.objects.exists()
    seal(operator, JUNE, BOOK, date(2023, 7, 1))


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("period", "2023-05"),
        ("first", date(2023, 6, 2)),
        ("last", date(2023, 6, 29)),
        ("at", at(2023, 7, 1, 10)),
        ("actor", "别人"),
        ("trail_number", 1),
        ("trail_digest", "0" * 64),
        ("book_digest", "0" * 64),
        ("previous", "1" * 64),
        ("digest", "1" * 64),
    ],
)
def test_a_changed_seal_is_found(sealed: Actor, column: str, value: object) -> None:
    Seal.objects.filter(period="2023-06").update(**{column: value})
    assert list(verify_seals())


@pytest.mark.parametrize("period", ["2023-06", "2023-Q2"])
def test_a_seal_taken_away_is_found_even_the_last(sealed: Actor, period: str) -> None:
    Seal.objects.filter(period=period).delete()
    assert f"封账 {period}" in [problem.place for problem in verify_seals()]


def test_a_trail_cut_back_before_a_seal_is_found_by_the_seal(sealed: Actor) -> None:
    # Whoever rewrites the trail's end and its head leaves a trail that is whole in itself.
    last = Entry.objects.get(number=2)
    Entry.objects.filter(number__gt=2).delete()
    Head.objects.update(number=2, digest=last.digest)
    assert list(verify_trail()) == []
    assert [problem.place for problem in verify_seals()] == ["封账 2023-Q2"]


def test_what_comes_after_a_seal_does_not_break_it(sealed: Actor) -> None:
    note(sealed, "record_act", "record:3", "dc1")
    assert list(verify_seals()) == []
