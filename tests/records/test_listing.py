"""A page of records by the statement written out is the page that the plain conditions give."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import product

import pytest

from bihuan.organisations.queries import UnitPlace, unit_coded
from bihuan.organisations.structure import move_unit
from bihuan.records import listing
from bihuan.records.act import State
from bihuan.records.acts import record_act, void
from bihuan.records.queries import Page, Search, found, records
from bihuan.values.actor import Action, Actor, Role
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


def test_a_line_says_what_the_record_says(operator: Actor, tree: dict[str, UnitPlace]) -> None:
    number = record_act(operator, meeting("dc", date(2023, 6, 5)))
    (line,) = records(operator, Search(unit="dc")).lines
    assert (line.number, line.unit, line.unit_name) == (number, "dc", tree["dc"].name)
    assert (line.happened, line.until, line.state) == (date(2023, 6, 5), None, State.HELD)
    assert isinstance(line.entered, datetime)
    assert line.entered == operator.at
    assert line.standing
