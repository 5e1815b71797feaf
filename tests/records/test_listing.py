"""A page of records by the statement written out is the page that the plain conditions give."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import product

import pytest

from bihuan.organisations.queries import UnitPlace, unit_coded
from bihuan.organisations.structure import move_unit
from bihuan.records import listing
from bihuan.records.act import State
from bihuan.records.acts import record_act, void
from bihuan.records.errors import UnknownRecord
from bihuan.records.queries import Page, Search, found, records
from bihuan.records.sorting import Sorting
from bihuan.values.actor import Action, Actor, Grant, Role
from bihuan.values.period import Period
from conftest import acting
from records.acts import meeting

UNITS = ("", "zd", "dc", "dc1", "xc", "xc1")
NARROWED = (
    Search(corrected=None),
    Search(corrected=True),
    Search(late=True),
    Search(late=False, corrected=None),
    Search(kind="party_committee_meeting"),
    Search(state=State.PLANNED),
    Search(text="党委"),
    Search(text="10%"),
    Search(period=Period.parse("2023-03")),
)


@pytest.fixture
def moved(tree: dict[str, UnitPlace], operator: Actor) -> None:
    """Acts of six units over half a year, one of them voided, and a station that moved from the east to the west."""
    for n, unit in enumerate(("zd", "dc", "dc1", "dc2", "xc", "xc1") * 3):
        record_act(operator, meeting(unit, date(2023, 3, 1) + timedelta(days=n * n % 97)))
    void(operator, record_act(operator, meeting("dc1", date(2023, 3, 3))), "重复")
    move_unit(operator, "dc1", "xc", date(2023, 5, 1))
    record_act(operator, meeting("dc1", date(2023, 5, 20)))


@pytest.mark.parametrize("few", [0, listing.FEW], ids=["walked", "put together"])
@pytest.mark.usefixtures("moved")
def test_every_search_of_every_actor_finds_what_the_conditions_say(
    few: int, monkeypatch: pytest.MonkeyPatch, tree: dict[str, UnitPlace], operator: Actor
) -> None:
    monkeypatch.setattr(listing, "FEW", few)
    viewers = [acting("查阅员", tree[unit].path, Role.VIEWER) for unit in ("zd", "dc", "xc", "xc1")]
    discipline = acting("纪检员", tree["dc"].path, Role.DISCIPLINE)
    places = unit_coded(UNITS)
    checked = 0
    for actor, unit, search in product([operator, discipline, *viewers], UNITS, NARROWED):
        if unit and not actor.may(Action.SEE, places[unit].path):
            continue
        wanted = Search(**{name: getattr(search, name) for name in Search.__slots__} | {"unit": unit})
        expected = list(found(actor, wanted).order_by("-happened", "-pk").values_list("pk", flat=True))
        assert [line.number for line in records(actor, wanted).lines] == expected, (actor.name, wanted)
        checked += len(expected)
    assert checked


@pytest.mark.parametrize("few", [0, listing.FEW], ids=["walked", "put together"])
@pytest.mark.usefixtures("moved")
def test_pages_follow_each_other_whichever_way_they_are_found(
    few: int, monkeypatch: pytest.MonkeyPatch, operator: Actor
) -> None:
    monkeypatch.setattr(listing, "FEW", few)
    seen: list[int] = []
    page = Page(size=4)
    while True:
        got = records(operator, Search(unit="zd"), page)
        seen += [line.number for line in got.lines]
        if not got.following:
            break
        page = Page(got.following, 4)
    assert seen == list(found(operator, Search(unit="zd")).order_by("-happened", "-pk").values_list("pk", flat=True))


ORDERED = {
    Sorting.OLDEST: ("happened", "pk"),
    Sorting.ENTERED_LAST: ("-pk",),
    Sorting.ENTERED_FIRST: ("pk",),
    Sorting.UNIT: ("path", "happened", "pk"),
    Sorting.UNIT_BACK: ("-path", "-happened", "-pk"),
    Sorting.KIND: ("kind", "happened", "pk"),
    Sorting.KIND_BACK: ("-kind", "-happened", "-pk"),
}


@pytest.mark.parametrize("few", [0, listing.FEW], ids=["walked", "put together"])
@pytest.mark.parametrize("order", ORDERED)
@pytest.mark.usefixtures("moved")
def test_every_order_goes_through_its_pages_without_a_gap(
    few: int, order: Sorting, monkeypatch: pytest.MonkeyPatch, tree: dict[str, UnitPlace], operator: Actor
) -> None:
    monkeypatch.setattr(listing, "FEW", few)
    two_parts = replace(
        acting("查阅员", tree["dc1"].path, Role.VIEWER),
        grants=(
            Grant(Role.VIEWER, tree["xc"].path),
            Grant(Role.DISCIPLINE, tree["dc"].path),
        ),
    )
    for actor, unit in product([operator, two_parts], ("", "xc", "dc")):
        seen: list[int] = []
        after = ""
        while True:
            got = records(actor, Search(unit=unit, corrected=None), Page(after, 3, order))
            seen += [line.number for line in got.lines]
            after = got.following
            if not after:
                break
        expected = found(actor, Search(unit=unit, corrected=None)).order_by(*ORDERED[order])
        assert seen == list(expected.values_list("pk", flat=True)), (actor.name, unit)


@pytest.mark.parametrize(
    ("order", "after"),
    [
        (Sorting.NEWEST, "x"),
        (Sorting.UNIT, "2023-01-01~3"),
        (Sorting.KIND, "a~nonsense~3"),
        (Sorting.ENTERED_LAST, "~"),
    ],
)
def test_a_cursor_of_another_order_is_none(operator: Actor, order: Sorting, after: str) -> None:
    with pytest.raises(UnknownRecord, match="从第一页开始"):
        records(operator, Search(), Page(after, 3, order))


def test_a_line_says_what_the_record_says(operator: Actor, tree: dict[str, UnitPlace]) -> None:
    number = record_act(operator, meeting("dc", date(2023, 6, 5)))
    (line,) = records(operator, Search(unit="dc")).lines
    assert (line.number, line.unit, line.unit_name) == (number, "dc", tree["dc"].name)
    assert (line.happened, line.until, line.state) == (date(2023, 6, 5), None, State.HELD)
    assert isinstance(line.entered, datetime)
    assert line.entered == operator.at
    assert line.standing


@pytest.mark.usefixtures("moved")
def test_late_entries_are_counted_by_the_unit_that_entered_them(tree: dict[str, UnitPlace], operator: Actor) -> None:
    place = unit_coded(["zd", "dc"])
    for actor in (operator, acting("查阅员", tree["dc"].path, Role.VIEWER)):
        for unit, month in product(("zd", "dc"), ("2023-03", "2023-05", "2023-06")):
            if not actor.may(Action.SEE, place[unit].path):
                continue
            wanted = Search(unit=unit, period=Period.parse(month), late=True)
            units = found(actor, wanted).values_list("unit__code", flat=True)
            assert listing.late_by_unit(actor, place[unit], [Period.parse(month)]) == [Counter(units)]
    (late,) = listing.late_by_unit(operator, place["zd"], [Period.parse("2023-03")])
    assert late.total() > 3
