"""A page of tasks by the statement written out is the page that the plain conditions give."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from bihuan.organisations.queries import UnitPlace, unit_coded
from bihuan.organisations.structure import move_unit
from bihuan.oversight import pressing as listing
from bihuan.oversight.findings import confirm_repeat
from bihuan.oversight.models import Finding, Task
from bihuan.oversight.moves import State, Step
from bihuan.oversight.moving import Doing, move
from bihuan.oversight.pressing import Counted, TaskSearch, count_by_unit, pressing
from bihuan.oversight.queries import found, tasks
from bihuan.oversight.standing import Urgency
from bihuan.values.actor import Action, Actor, Role
from bihuan.values.period import Period
from conftest import acting
from oversight.cast import DONE, finding, put_right, supervised

TODAY = date(2023, 7, 3)
UNITS = ("", "zd", "dc", "dc1", "xc")
NARROWED = (
    TaskSearch(),
    TaskSearch(is_open=True),
    TaskSearch(is_open=False),
    TaskSearch(state=State.ASSIGNED),
    TaskSearch(origins=("finding",)),
    TaskSearch(category="消防设施"),
    TaskSearch(source="暗访督查", repeated=True),
    TaskSearch(text="100%"),
    TaskSearch(text="灭火器"),
    TaskSearch(opened=Period.parse("2023-05")),
    *(TaskSearch(urgency=urgency) for urgency in Urgency),
    TaskSearch(awaits_answer=True),
    TaskSearch(awaits_answer=True, is_open=True),
)


@pytest.fixture
def given(tree: dict[str, UnitPlace], operator: Actor, doer: Actor, checker: Actor) -> None:
    """Findings and supervised items of every urgency, one put right, at a station that then moved to the west."""
    first = finding(checker, date(2023, 1, 9), category="消防设施", due=date(2023, 2, 1))
    confirm_repeat(checker, finding(checker, date(2023, 5, 9), "灭火器又失压"), first)
    put_right(doer, checker, Finding.objects.get(pk=first).task_id, date(2023, 1, 20))
    for n, day in enumerate((date(2023, 6, 30), TODAY, date(2023, 7, 4), date(2023, 9, 1), None)):
        supervised(checker, date(2023, 5, 10 + n), f"第{n}项", due=day)
        supervised(checker, date(2023, 5, 10 + n), f"西城第{n}项", due=day, responsible="xc")
    move_unit(operator, "dc1", "xc", date(2023, 6, 1))


@pytest.fixture
def asked(given: None, doer: Actor, operator: Actor, checker: Actor) -> None:
    """Requests for another deadline: unanswered, asked again, answered either way, and made moot by what came after."""
    day = date(2023, 5, 1)
    wish, no = Doing(words="等配件", on=day, due=date(2023, 8, 1)), Doing(words="抓紧办", on=day)
    ask, refuse, approve = (Step.ASK_DEADLINE, wish), (Step.REFUSE_DEADLINE, no), (Step.APPROVE_DEADLINE, no)
    report = (Step.REPORT_DONE, replace(DONE, on=day))
    followed = {
        "等着": (ask,),
        "又问": (ask, refuse, ask),
        "不准": (ask, refuse),
        "准了": (ask, approve),
        "撤销": (ask, (Step.CANCEL, no)),
        "报了": (ask, report),
        "退回": (ask, report, (Step.RETURN, no)),
        "销号": (ask, report, (Step.VERIFY, Doing(on=day)), (Step.CLOSE, Doing(on=day))),
    }
    sides = dict.fromkeys((Step.APPROVE_DEADLINE, Step.REFUSE_DEADLINE, Step.CANCEL), operator)
    sides |= {Step.RETURN: checker, Step.VERIFY: checker, Step.CLOSE: checker}
    for title, steps in followed.items():
        task = supervised(checker, day, f"延期，{title}", due=date(2023, 6, 30))
        for step, doing in ((Step.ACCEPT, Doing(on=day)), *steps):
            move(sides.get(step, doer), task, step, doing)


@pytest.mark.parametrize("few", [0, listing.FEW], ids=["walked", "by place"])
@pytest.mark.usefixtures("asked")
def test_every_search_of_every_actor_finds_what_the_conditions_say(
    few: int, monkeypatch: pytest.MonkeyPatch, tree: dict[str, UnitPlace], operator: Actor
) -> None:
    monkeypatch.setattr(listing, "FEW", few)
    viewers = [acting("查阅员", tree[unit].path, Role.VIEWER) for unit in ("zd", "dc", "xc")]
    places = unit_coded(UNITS)
    listed = 0
    for actor, unit, search in product(
        [operator, acting("管理员", "", Role.SYSTEM_ADMIN), *viewers], UNITS, NARROWED
    ):
        if unit and not actor.may(Action.SEE, places[unit].path):
            continue
        wanted = replace(search, unit=unit)
        rows = found(actor, wanted, TODAY).order_by("due", "pk")
        expected = list(rows.values_list("pk", flat=True))
        page = tasks(actor, wanted, TODAY)
        assert ([line.number for line in page.lines], page.counted.number) == (expected, len(expected)), (
            actor.name,
            wanted,
        )
        units = Task.objects.filter(pk__in=expected).values_list("responsible__code", flat=True)
        assert count_by_unit(actor, wanted, TODAY) == Counter(units)
        listed += len(expected)
    assert listed


@pytest.mark.usefixtures("asked")
def test_who_approves_finds_every_request_that_can_be_answered_and_no_other(operator: Actor) -> None:
    told = tasks(operator, TaskSearch(awaits_answer=True), TODAY).lines
    assert sorted(line.title for line in told) == ["延期，又问", "延期，等着", "延期，退回"]
    every = tasks(operator, TaskSearch(), TODAY).lines
    assert {line.number for line in told} == {line.number for line in every if line.life.awaits_answer}


@pytest.mark.usefixtures("given")
def test_the_open_tasks_that_fall_due_first_are_told_with_their_number(operator: Actor) -> None:
    told = pressing(operator, "zd", 3, TODAY)
    dated = tasks(operator, TaskSearch(unit="zd", is_open=True), TODAY).lines
    assert [line.number for line in told.lines] == [line.number for line in dated[:3]]
    assert told.counted == Counted(11)
    assert pressing(operator, "zd", 50, TODAY).counted == Counted(11)


@pytest.mark.usefixtures("given")
def test_what_is_beyond_the_count_is_many(monkeypatch: pytest.MonkeyPatch, operator: Actor) -> None:
    monkeypatch.setattr(listing, "COUNTED", 4)
    assert pressing(operator, "zd", 3, TODAY).counted.text == "4+"
    assert tasks(operator, TaskSearch(), TODAY, 1, 3).counted.text == "4+"
    assert tasks(operator, TaskSearch(), TODAY, 3, 3).counted.text == "10+"
    assert tasks(operator, TaskSearch(), TODAY, 4, 3).counted.text == "12"
