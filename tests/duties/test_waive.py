from __future__ import annotations

from datetime import date

import pytest

from bihuan.duties.errors import AlreadyWaived, NoReason, NotOwed, NotWaived, OwnWaiver
from bihuan.duties.models import Waiver
from bihuan.duties.queries import balance
from bihuan.duties.waivers import WindowOwed, waive, withdraw_waiver
from bihuan.organisations.errors import MayNot, UnknownUnit
from bihuan.organisations.people import appoint, enrol
from bihuan.organisations.queries import UnitPlace
from bihuan.trail.models import Entry
from bihuan.trail.verification import verify_trail
from bihuan.values.actor import Actor, Role
from bihuan.values.period import Period
from conftest import acting, at
from duties.acts import MEETING, did

Tree = dict[str, UnitPlace]
JULY = WindowOwed("committee_meeting", "dczb", date(2023, 7, 1))
FLOOD = "全员抗洪抢险"


def july(actor: Actor, **words: object) -> tuple[str, str, int]:
    found = balance(actor, "dczb", Period.parse("2023-07"), date(2023, 9, 1), **words)  # type: ignore[arg-type]
    (window,) = next(each for each in found.duties if each.rule.duty == "committee_meeting").windows
    return window.state.value, window.reason, window.arrears


def test_it_excuses_one_window_with_its_reason(approver: Actor, tree: Tree) -> None:
    assert july(approver) == ("missed", "", 1)
    waive(approver, JULY, FLOOD)
    assert july(approver) == ("waived", FLOOD, 0)
    found = balance(approver, "dczb", Period.parse("2023-Q3"), date(2023, 11, 1))
    meetings = next(each for each in found.duties if each.rule.duty == "committee_meeting")
    assert (meetings.met, meetings.due, meetings.missed) == (0, 2, 2)


def test_it_notes_who_approved_what_and_why(approver: Actor, tree: Tree) -> None:
    waive(approver, JULY, FLOOD)
    entry = Entry.objects.get(verb="waive")
    assert (entry.actor, entry.unit) == ("赵主任", "dczb")
    assert FLOOD in entry.detail
    assert "2023-07-01" in entry.detail
    assert not list(verify_trail())


def test_it_asks_for_a_reason(approver: Actor, tree: Tree) -> None:
    with pytest.raises(NoReason):
        waive(approver, JULY, "  ")


def test_it_refuses_a_second_waiver_of_the_same_window(approver: Actor, tree: Tree) -> None:
    waive(approver, JULY, FLOOD)
    with pytest.raises(AlreadyWaived, match="赵主任"):
        waive(approver, JULY, FLOOD)
    assert Entry.objects.filter(verb="waive").count() == 1


@pytest.mark.parametrize(
    "owed",
    [
        WindowOwed("committee_meeting", "dczb", date(2023, 7, 2)),
        WindowOwed("committee_meeting", "dc1", date(2023, 7, 1)),
        WindowOwed("committee_meeting", "dczb", date(2019, 7, 1)),
        WindowOwed("committee_meeting", "dczb", date(2023, 7, 1), holder="p1"),
        WindowOwed("no_such_duty", "dczb", date(2023, 7, 1)),
        WindowOwed("secretary_lecture", "dczb", date(2023, 7, 1)),
        WindowOwed("analysis", "dczb", date(2023, 7, 1)),
    ],
)
def test_it_refuses_what_is_not_owed(approver: Actor, tree: Tree, owed: WindowOwed) -> None:
    with pytest.raises(NotOwed):
        waive(approver, owed, FLOOD)


def test_it_waives_what_the_holders_of_a_post_owe(operator: Actor, approver: Actor, tree: Tree) -> None:
    enrol(operator, "dczb", "p1", "张三")
    appoint(operator, "p1", "dczb", "书记", date(2022, 1, 1))
    waive(approver, WindowOwed("secretary_lecture", "dczb", date(2023, 7, 1)), FLOOD)
    found = balance(approver, "dczb", Period.parse("2023"), date(2024, 1, 31))
    lectures = next(each for each in found.duties if each.rule.duty == "secretary_lecture")
    assert [window.state.value for window in lectures.windows] == ["missed", "waived"]


def test_nobody_waives_for_their_own_unit(tree: Tree) -> None:
    with pytest.raises(OwnWaiver):
        waive(acting("支部书记", tree["dczb"].path, Role.APPROVER), JULY, FLOOD)


def test_it_refuses_the_recorder_the_inspector_and_the_outsider(
    recorder: Actor, inspector: Actor, outsider: Actor, tree: Tree
) -> None:
    for actor in (recorder, inspector):
        with pytest.raises(MayNot):
            waive(actor, JULY, FLOOD)
        with pytest.raises(MayNot):
            withdraw_waiver(actor, JULY, FLOOD)
    with pytest.raises(UnknownUnit):
        waive(outsider, JULY, FLOOD)
    assert not Waiver.objects.exists()


def test_withdrawing_it_lets_the_acts_speak_again_and_keeps_the_waiver_on_record(approver: Actor, tree: Tree) -> None:
    did(tree["dczb"], MEETING, "07-20")
    waive(approver, JULY, FLOOD)
    withdraw_waiver(approver, JULY, "批错了单位")
    assert july(approver) == ("met", "", 0)
    assert Waiver.objects.get().withdrawn_by == "赵主任"
    with pytest.raises(NotWaived):
        withdraw_waiver(approver, JULY, "再撤一次")
    with pytest.raises(NoReason):
        withdraw_waiver(approver, JULY, "")
    waive(approver, JULY, "确实抗洪")
    assert july(approver)[1] == "确实抗洪"
    assert [entry.verb for entry in Entry.objects.order_by("number")][-3:] == ["waive", "withdraw_waiver", "waive"]


def test_as_of_a_moment_it_stands_from_its_approval_to_its_withdrawal(tree: Tree) -> None:
    path = tree["zd"].path
    waive(acting("赵主任", path, Role.APPROVER, moment=at(2023, 8, 5)), JULY, FLOOD)
    withdraw_waiver(acting("赵主任", path, Role.APPROVER, moment=at(2023, 8, 20)), JULY, "批错了")
    asker = acting("赵主任", path, Role.APPROVER, moment=at(2023, 9, 1))
    assert [july(asker, as_of=at(2023, 8, day))[0] for day in (4, 6, 21)] == ["missed", "waived", "missed"]
