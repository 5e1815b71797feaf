from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bihuan.trail.errors import AlreadySealed, NotOver, SealedMeanwhile
from bihuan.trail.log import note
from bihuan.trail.models import Entry, Head, Seal
from bihuan.trail.sealing import BookDigest, seal, seal_of, sealed_periods
from bihuan.trail.verification import verify_seals, verify_trail
from bihuan.values.actor import Actor
from bihuan.values.period import Period
from conftest import NOW, at

JUNE, SECOND_QUARTER = Period.parse("2023-06"), Period.parse("2023-Q2")
BOOK = "ab" * 32
JULY = date(2023, 7, 3)


def said(digest: str) -> BookDigest:
    """A book that says this whatever it is asked."""
    return lambda _period, _moment: digest


def later(actor: Actor, hours: int) -> Actor:
    """The same person some hours later."""
    return replace(actor, at=actor.at + timedelta(hours=hours))


@pytest.fixture
def sealed(db: None, operator: Actor) -> Actor:
    """June is sealed at nine, the quarter at eleven; the actor is whoever comes at noon."""
    note(later(operator, -1), "record_act", "record:1", "dc1")
    seal(operator, JUNE, said(BOOK), JULY)
    note(later(operator, 1), "record_act", "record:2", "dc1")
    seal(later(operator, 2), SECOND_QUARTER, said("cd" * 32), JULY)
    return later(operator, 3)


def test_what_was_begun_before_the_books_closed_is_refused_after_it(sealed: Actor) -> None:
    for hours in (-2, -1):
        with pytest.raises(SealedMeanwhile, match="请再提交一次"):
            note(later(sealed, hours), "record_act", "record:3", "dc1")
    note(sealed, "record_act", "record:3", "dc1")
    assert list(verify_seals()) == list(verify_trail()) == []


def test_the_book_is_asked_for_what_was_known_at_the_moment_of_sealing(db: None, operator: Actor) -> None:
    asked: list[tuple[Period, datetime]] = []

    def book(period: Period, moment: datetime) -> str:
        asked.append((period, moment))
        return BOOK

    seal(operator, JUNE, book, JULY)
    assert asked == [(JUNE, operator.at)]


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
        seal(sealed, Period.parse("2023-06-01..2023-06-30"), said(BOOK), JULY)
    assert Entry.objects.count() == entries
    assert list(verify_seals()) == []


@pytest.mark.parametrize("day", [date(2023, 6, 29), date(2023, 6, 30)])
def test_a_period_that_is_not_over_cannot_be_sealed(db: None, operator: Actor, day: date) -> None:
    with pytest.raises(NotOver):
        seal(operator, JUNE, said(BOOK), day)
    assert not Seal.objects.exists()
    seal(operator, JUNE, said(BOOK), date(2023, 7, 1))


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
