"""Why somebody may have written 15 where the book has 14."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import transaction

from bihuan.book.posting import post, reverse
from bihuan.book.vouchers import Line, Voucher
from bihuan.organisations.queries import UnitPlace
from bihuan.reports import unposted
from bihuan.reports.checking.check import check_text
from bihuan.reports.checking.near_misses import Near, NearMiss, near_misses
from bihuan.reports.unposted import Unposted, tell_unposted
from bihuan.values.actor import Actor
from bihuan.values.figure import Figure
from bihuan.values.period import Period
from conftest import at

MEETINGS = "party_committee_meeting.meetings"


@pytest.fixture(autouse=True)
def nobody_tells() -> Iterator[None]:
    """Whoever the program registered is put back afterwards."""
    kept = list(unposted._telling)
    unposted._telling.clear()
    yield
    unposted._telling[:] = kept


def enter(place: UnitPlace, number: int, day: date, series: str = MEETINGS) -> None:
    with transaction.atomic():
        line = Line(series, day, 1)
        post([Voucher("record", number, place.number, place.path, (line,))], at(day.year, day.month, day.day, 18))


def misses(actor: Actor, text: str) -> list[NearMiss]:
    check = check_text(actor, text, "zd", Period.parse("2023-H1"))
    return list(near_misses(actor, check.verdicts, check.unit).get(0, ()))


def test_a_day_outside_the_period(operator: Actor, small_ledger: UnitPlace) -> None:
    enter(small_ledger, 50_001, date(2023, 7, 3))
    found = next(miss for miss in misses(operator, "召开党委会15次。") if miss.near is Near.OUTSIDE)
    assert found.explains
    assert "时段之后一个月内另有1条" in found.why


def test_a_record_voided_since(operator: Actor, small_ledger: UnitPlace) -> None:
    enter(small_ledger, 50_001, date(2023, 5, 3))
    with transaction.atomic():
        reverse("record", [50_001], at(2023, 7, 1, 8))
    (found,) = misses(operator, "召开党委会15次。")
    assert (found.near, found.explains) == (Near.GONE, True)
    assert "期末时账上为15次" in found.why


def test_another_units_number(operator: Actor, small_ledger: UnitPlace, tree: dict[str, UnitPlace]) -> None:
    for number in range(3):
        enter(tree["dc"], 50_001 + number, date(2023, 5, 3))
    found = misses(operator, "召开党委会3次。")
    assert [miss.near for miss in found] == [Near.OTHER_UNIT]
    assert "东城消防救援大队" in found[0].why


def test_another_periods_number(operator: Actor, small_ledger: UnitPlace) -> None:
    for number in range(5):
        enter(small_ledger, 50_001 + number, date(2022, 3, 3))
    assert Near.OTHER_PERIOD in [miss.near for miss in misses(operator, "召开党委会5次。")]


def test_acts_that_count_nowhere_are_told_by_who_knows_them(operator: Actor, small_ledger: UnitPlace) -> None:
    def planned(_: Actor, figure: Figure) -> list[Unposted]:
        assert figure.ask.key == MEETINGS
        return [Unposted("只是计划", 7, date(2023, 6, 29), "清河市消防救援支队", "六月党委会")]

    tell_unposted(planned)
    (found,) = misses(operator, "召开党委会15次。")
    assert (found.near, found.explains) == (Near.UNPOSTED, True)
    assert "6月29日“六月党委会”" in found.why


def test_a_number_that_nothing_explains_has_no_near_miss(operator: Actor, small_ledger: UnitPlace) -> None:
    assert misses(operator, "召开党委会77次。") == []


def test_what_is_proven_is_not_asked_about(operator: Actor, small_ledger: UnitPlace) -> None:
    assert misses(operator, "召开党委会14次。") == []
