"""The roster: who belongs to a unit and all below it, with the posts that they held there and nowhere else."""

from __future__ import annotations

from datetime import date

import pytest

from bihuan.organisations.errors import MayNot, UnknownPerson, UnknownUnit
from bihuan.organisations.people import appoint, end_appointment, enrol
from bihuan.organisations.queries import UnitPlace
from bihuan.organisations.roster import Serving, Sought, person_in, roster
from bihuan.values.actor import Actor, Role
from conftest import acting

DAY = date(2023, 7, 1)
ANYBODY = Sought()


@pytest.fixture
def people(tree: dict[str, UnitPlace], operator: Actor) -> None:
    """One who serves, one who did, one who never did, one who came from the west, and one of the west."""
    for unit, code, name in (
        ("dc1", "p1", "张站长"),
        ("dc", "p2", "李离任"),
        ("dc2", "p3", "王新人"),
        ("xc", "p4", "赵交流"),
        ("xc1", "p5", "钱西城"),
    ):
        enrol(operator, unit, code, name)
    appoint(operator, "p1", "dc1", "站长", date(2022, 1, 1))
    appoint(operator, "p2", "dc", "大队长", date(2021, 1, 1))
    end_appointment(operator, "p2", "dc", "大队长", date(2023, 6, 30))
    appoint(operator, "p4", "xc", "大队长", date(2021, 1, 1))
    end_appointment(operator, "p4", "xc", "大队长", date(2022, 12, 31))
    appoint(operator, "p4", "dc", "大队长", date(2023, 7, 1))
    appoint(operator, "p5", "xc1", "站长", date(2021, 1, 1))


@pytest.fixture
def keeper(tree: dict[str, UnitPlace]) -> Actor:
    return acting("系统员", tree["dc"].path, Role.SYSTEM_ADMIN)


def codes(actor: Actor, place: UnitPlace, sought: Sought = ANYBODY, day: date = DAY) -> list[str]:
    return [line.code for line in roster(actor, place, day, sought).lines]


def test_it_holds_who_was_enrolled_or_held_a_post_there_or_below(
    people: None, keeper: Actor, operator: Actor, tree: dict[str, UnitPlace]
) -> None:
    assert codes(keeper, tree["dc"]) == ["p1", "p2", "p3", "p4"]
    assert codes(keeper, tree["dc1"]) == ["p1"]
    assert codes(operator, tree["zd"]) == ["p1", "p2", "p3", "p4", "p5"]


@pytest.mark.parametrize(
    ("serving", "found"), [(Serving.NOW, ["p1", "p4"]), (Serving.ENDED, ["p2"]), (Serving.NEVER, ["p3"])]
)
def test_it_tells_who_serves_who_did_and_who_never_did(
    people: None, keeper: Actor, tree: dict[str, UnitPlace], serving: Serving, found: list[str]
) -> None:
    assert codes(keeper, tree["dc"], Sought(serving=serving)) == found
    lines = roster(keeper, tree["dc"], DAY, Sought(serving=serving)).lines
    assert {line.serving for line in lines} == {serving}


def test_the_day_says_who_serves(people: None, keeper: Actor, tree: dict[str, UnitPlace]) -> None:
    assert codes(keeper, tree["dc"], Sought(serving=Serving.NOW), date(2023, 6, 30)) == ["p1", "p2"]


def test_people_are_found_by_a_part_of_the_name_or_the_whole_code(
    people: None, keeper: Actor, tree: dict[str, UnitPlace]
) -> None:
    assert codes(keeper, tree["dc"], Sought("站长")) == ["p1"]
    assert codes(keeper, tree["dc"], Sought("p3")) == ["p3"]
    assert codes(keeper, tree["dc"], Sought("钱")) == []


def test_posts_held_elsewhere_are_not_told(
    people: None, keeper: Actor, operator: Actor, tree: dict[str, UnitPlace]
) -> None:
    here = person_in(keeper, tree["dc"], "p4", DAY)
    assert [(post.unit, post.since) for post in here.posts] == [("东城消防救援大队", date(2023, 7, 1))]
    assert here.enrolled == ""
    everywhere = person_in(operator, tree["zd"], "p4", DAY)
    assert [post.unit for post in everywhere.posts] == ["东城消防救援大队", "西城消防救援大队"]
    assert everywhere.enrolled == "西城消防救援大队"


def test_whoever_is_not_theirs_is_not_there(people: None, keeper: Actor, tree: dict[str, UnitPlace]) -> None:
    for code in ("p5", "p99"):
        with pytest.raises(UnknownPerson):
            person_in(keeper, tree["dc"], code, DAY)
    with pytest.raises(UnknownUnit):
        roster(keeper, tree["xc"], DAY, Sought())
    with pytest.raises(MayNot):
        roster(acting("李文书", tree["dc"].path, Role.RECORDER), tree["dc"], DAY, Sought())


def test_pages_follow_each_other(people: None, operator: Actor, tree: dict[str, UnitPlace]) -> None:
    seen: list[str] = []
    after = ""
    while True:
        page = roster(operator, tree["zd"], DAY, Sought(), after, 2)
        seen += [line.code for line in page.lines]
        after = page.following
        if not after:
            break
    assert seen == ["p1", "p2", "p3", "p4", "p5"]
