"""Accounts, late entries and overdue tasks that were remembered say what they would say if worked out anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from pytest_django import DjangoAssertNumQueries

from bihuan.duties.errors import AlreadyWaived
from bihuan.duties.queries import accounts_below, balances_below
from bihuan.duties.registry import units_touched
from bihuan.duties.waivers import WindowOwed, waive, withdraw_waiver
from bihuan.organisations.people import appoint, enrol
from bihuan.organisations.queries import UnitPlace
from bihuan.organisations.structure import NewUnit, move_unit, open_unit
from bihuan.oversight.bearing import OF_NO_ACCOUNT, OF_NO_TASK, OF_ONE_ACCOUNT, OF_TASKS
from bihuan.oversight.moves import Step
from bihuan.oversight.moving import Doing, move
from bihuan.oversight.pressing import TaskSearch, count_by_unit
from bihuan.oversight.standing import Urgency
from bihuan.records.act import Act, Attendee, AttendeeRole
from bihuan.records.acts import record_act, supersede, void
from bihuan.records.listing import late_by_unit
from bihuan.records.touching import OF_MANY, OF_RECORDS
from bihuan.trail.look import one_look
from bihuan.trail.remembered import Deed
from bihuan.values.actor import Actor
from bihuan.values.period import Period
from bihuan.values.unit_type import UnitType
from bihuan.web.administration.trail_words import DEEDS
from conftest import forget_everything
from oversight.cast import finding, supervised

pytestmark = pytest.mark.django_db(transaction=True)
Tree = dict[str, UnitPlace]
YEAR, TODAY = Period.parse("2023"), date(2023, 12, 20)
LEADERS = tuple(f"p{number}" for number in range(12))
OVERDUE = TaskSearch(unit="zd", urgency=Urgency.OVERDUE)


@pytest.fixture(autouse=True)
def at_years_end(operator: Actor) -> Actor:
    """Whoever sits at the machine, in December."""
    return replace(operator, at=operator.at.replace(month=12, day=20))


def everything_said(actor: Actor, tree: Tree) -> tuple[object, ...]:
    """What the pages ask, from the top and from within."""
    below = [accounts_below(actor, code, YEAR, TODAY) for code in ("zd", "dc", "dczb")]
    return (
        [list(each.balances) for each in below],
        [each.by_month for each in below],
        [branch.missed_duties for each in below for branch in each.branches],
        late_by_unit(actor, tree["zd"], [YEAR]),
        late_by_unit(actor, tree["dc"], [Period.parse("2023-05"), Period.parse("2023-06")]),
        count_by_unit(actor, OVERDUE, TODAY),
    )


class Year:
    """A year in which something is done every day, drawn from a seed."""

    def __init__(self, actor: Actor, seed: int) -> None:
        self.actor, self.chance = actor, Random(seed)  # noqa: S311 - a draw, no secret
        self.standing: list[int] = []
        self.tasks: list[int] = []
        self.moved, self.goes_to = date(2023, 9, 1), "dc"

    def day(self) -> date:
        """Any day of the year so far."""
        return date(2023, 1, 1) + timedelta(days=self.chance.randrange(340))

    def act(self) -> Act:
        """A meeting of the branch, or a lecture that one of the leadership gives wherever it is recorded."""
        if self.chance.random() < 0.5:
            fields = {"members_due": 5, "members_present": self.chance.choice([1, 5])}
            return Act("branch_committee_meeting", "dczb", self.day(), fields=fields)
        speaker = (Attendee(self.chance.choice(LEADERS), AttendeeRole.LECTURER),)
        unit = self.chance.choice(["dczb", "xc", "dc1", "zd"])
        return Act("party_lecture", unit, self.day(), "党课", people=speaker)

    def records(self) -> None:
        """Something is recorded."""
        self.standing.append(record_act(self.actor, self.act()))

    def corrects(self) -> None:
        """Something recorded is put right, perhaps as another unit's, or taken back."""
        if self.standing:
            old = self.standing.pop(self.chance.randrange(len(self.standing)))
            if self.chance.random() < 0.5:
                self.standing.append(supersede(self.actor, old, self.act(), "记错了"))
            else:
                void(self.actor, old, "没有召开")

    def waives(self) -> None:
        """A month is waived for the branch, or owed again."""
        window = WindowOwed("branch_committee_meeting", "dczb", date(2023, self.chance.randint(1, 12), 1))
        try:
            waive(self.actor, window, "抗洪抢险")
        except AlreadyWaived:
            withdraw_waiver(self.actor, window, "已经撤防")

    def gives(self) -> None:
        """A task is given, or one is taken up."""
        if self.tasks and self.chance.random() < 0.5:
            move(self.actor, self.tasks.pop(), Step.ACCEPT, Doing(on=TODAY))
            return
        day = self.day()
        due = day + timedelta(days=20)
        if self.chance.random() < 0.5:
            finding(self.actor, day, due=due)
        else:
            self.tasks.append(supervised(self.actor, day, due=due))

    def moves_units(self) -> None:
        """A unit is opened, or a station goes to the other brigade."""
        if self.chance.random() < 0.5:
            code = f"new{self.chance.randrange(10**6)}"
            open_unit(self.actor, NewUnit(code, f"新站{code}", UnitType.STATION, "xc", date(2023, 1, 1)))
        else:
            self.moved += timedelta(days=self.chance.randint(1, 9))
            self.goes_to = "dc" if self.goes_to == "xc" else "xc"
            move_unit(self.actor, "dc2", self.goes_to, self.moved)

    def goes_on(self) -> None:
        """Something is done."""
        deeds = [self.records, self.corrects, self.waives, self.gives, self.moves_units]
        self.chance.choices(deeds, [6, 6, 2, 3, 1])[0]()


@pytest.mark.parametrize("seed", range(4))
def test_what_is_remembered_is_what_would_be_worked_out_anew(at_years_end: Actor, tree: Tree, seed: int) -> None:
    for code in LEADERS:
        enrol(at_years_end, "zd", code, f"领导{code}")
        appoint(at_years_end, code, "zd", "班子成员", date(2023, 1, 1))
    year = Year(at_years_end, seed)
    for _ in range(30):
        year.goes_on()
        said = everything_said(at_years_end, tree)
        forget_everything()
        assert said == everything_said(at_years_end, tree)


def test_while_nothing_is_noted_only_the_unit_and_the_trails_end_are_asked_for(
    at_years_end: Actor, tree: Tree, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    first = accounts_below(at_years_end, "zd", YEAR, TODAY)
    with django_assert_num_queries(2):
        assert accounts_below(at_years_end, "zd", YEAR, TODAY) is first
    assert list(first.balances) == balances_below(at_years_end, "zd", YEAR, TODAY)


def test_what_a_look_was_told_before_a_deed_is_not_remembered_as_what_stands_after_it(
    at_years_end: Actor, tree: Tree
) -> None:
    window = WindowOwed("branch_committee_meeting", "dczb", date(2023, 5, 1))
    with one_look():
        accounts_below(at_years_end, "zd", Period.parse("2023-H1"), TODAY)
        waive(at_years_end, window, "抗洪抢险")  # by somebody else, while the page is worked out
        accounts_below(at_years_end, "zd", YEAR, TODAY)
    said = list(accounts_below(at_years_end, "zd", YEAR, TODAY).balances)
    forget_everything()
    assert said == list(accounts_below(at_years_end, "zd", YEAR, TODAY).balances)


def test_the_branches_in_which_nothing_changed_stay_as_they_were(at_years_end: Actor, tree: Tree) -> None:
    before = accounts_below(at_years_end, "zd", YEAR, TODAY)
    fields = {"members_due": 5, "members_present": 5}
    record_act(at_years_end, Act("branch_committee_meeting", "dczb", date(2023, 5, 5), fields=fields))
    after = accounts_below(at_years_end, "zd", YEAR, TODAY)
    changed = {was.place.code for was, now in zip(before.branches, after.branches, strict=True) if was is not now}
    assert changed == {"dc"}


def test_a_deed_that_nobody_knows_may_have_changed_anything() -> None:
    assert units_touched([Deed("act_of_god", "unit:1", "dc")]) is None


def test_every_deed_is_one_that_bears_on_accounts_or_does_not_or_may_on_all() -> None:
    on_all = {"import_records", "enter_duties", "seal", "open_unit", "move_unit", "close_unit", "enrol", "appoint",
              "end_appointment", "mend_sums"}  # fmt: skip
    known = OF_RECORDS | OF_TASKS | OF_ONE_ACCOUNT | OF_NO_ACCOUNT
    assert {verb for group in DEEDS.values() for verb in group} == known | on_all
    assert not known & on_all
    assert on_all >= OF_MANY
    assert known - OF_TASKS == OF_NO_TASK
