"""The audit administrator reads what was done at the units that they audit; nobody else reads any of it."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from bihuan.organisations.accounts import change_password, give_role, open_account
from bihuan.organisations.auditing import audited, audited_entry, checked_trail, every_audited, sealings
from bihuan.organisations.errors import MayNot, UnknownEntry, UnknownUnit
from bihuan.organisations.people import appoint, enrol
from bihuan.organisations.queries import UnitPlace
from bihuan.trail.queries import TrailSearch
from bihuan.trail.sealing import seal
from bihuan.values.actor import Actor, Role
from bihuan.values.period import Period
from conftest import acting, at

ALL = TrailSearch()
PASSWORD = "qinghe-2023-Audit"  # noqa: S105 - opens nothing but an account of this test


@pytest.fixture
def deeds(tree: dict[str, UnitPlace], operator: Actor) -> None:
    """One deed at a unit of each brigade, one that concerns no unit, and a sealing."""
    enrol(operator, "dc1", "p1", "张三丰")
    appoint(operator, "p1", "dc1", "站长", date(2023, 1, 1))
    enrol(operator, "xc1", "p2", "李西城")
    open_account(operator, "wenshu", "first-Password-1", "dc")
    give_role(operator, "wenshu", Role.RECORDER, "dc")
    change_password(acting("wenshu", tree["dc"].path, Role.RECORDER), "first-Password-1", PASSWORD)
    seal(operator, Period.parse("2023-05"), lambda _period, _at: "0" * 64, date(2023, 7, 1))


@pytest.fixture
def auditor(tree: dict[str, UnitPlace]) -> Actor:
    return acting("审计员", tree["dc"].path, Role.AUDIT_ADMIN)


@pytest.fixture
def head_auditor(tree: dict[str, UnitPlace]) -> Actor:
    return acting("总审计员", tree["zd"].path, Role.AUDIT_ADMIN)


def verbs(actor: Actor, search: TrailSearch = ALL, unit: str = "") -> list[str]:
    return [line.verb for line in audited(actor, search, unit).lines]


def test_the_newest_stands_first_and_only_what_is_below_is_read(deeds: None, auditor: Actor) -> None:
    found = audited(auditor, ALL)
    assert [line.verb for line in found.lines[:4]] == ["give_role", "open_account", "appoint", "enrol"]
    assert {line.unit for line in found.lines} == {"dc", "dc1", "dc2", "dczb"}
    assert "李西城" not in str(found)


def test_what_concerns_no_unit_is_read_by_who_audits_the_whole_tree(
    deeds: None, auditor: Actor, head_auditor: Actor
) -> None:
    assert {"change_password", "seal"} <= set(verbs(head_auditor))
    assert not {"change_password", "seal"} & set(verbs(auditor))
    assert "change_password" not in verbs(head_auditor, unit="zd")


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.AUDIT_ADMIN])
def test_no_other_role_reads_the_trail(deeds: None, tree: dict[str, UnitPlace], role: Role) -> None:
    other = acting("别人", tree["zd"].path, role)
    for asking in (
        lambda: audited(other, ALL),
        lambda: list(every_audited(other, ALL, "", 10)),
        lambda: audited_entry(other, 1),
        lambda: sealings(other),
        lambda: checked_trail(other),
    ):
        with pytest.raises(MayNot, match="审计管理员"):
            asking()


def test_another_brigade_is_not_there_for_the_auditor(deeds: None, auditor: Actor, head_auditor: Actor) -> None:
    with pytest.raises(UnknownUnit):
        audited(auditor, ALL, "xc")
    theirs = audited(head_auditor, ALL, "xc").lines[0]
    with pytest.raises(UnknownEntry):
        audited_entry(auditor, theirs.number)
    assert audited_entry(head_auditor, theirs.number).detail["name"] == "李西城"


def test_each_way_of_looking_narrows(deeds: None, head_auditor: Actor) -> None:
    assert verbs(head_auditor, TrailSearch(verbs=("appoint",))) == ["appoint"]
    assert verbs(head_auditor, TrailSearch(who="wenshu")) == ["change_password"]
    assert verbs(head_auditor, TrailSearch(text="张三丰")) == ["appoint", "enrol"]
    assert verbs(head_auditor, TrailSearch(subject="period:2023-05")) == ["seal"]
    assert verbs(head_auditor, TrailSearch(ends=at(2023, 6, 30))) == []
    assert len(verbs(head_auditor, TrailSearch(begins=at(2023, 6, 30)))) == len(verbs(head_auditor))
    assert set(verbs(head_auditor, unit="xc")) == {"enrol", "open_unit"}


def test_a_kind_that_is_kept_close_is_not_found_by_its_words(
    tree: dict[str, UnitPlace], operator: Actor, head_auditor: Actor
) -> None:
    from bihuan.trail.log import note

    note(operator, "record_act", "record:1", "dc", {"kind": "problem_lead", "title": "反映某某"})
    note(operator, "record_act", "record:2", "dc", {"kind": "party_committee_meeting", "title": "研究某某事项"})
    found = audited(head_auditor, TrailSearch(text="某某", shut=("problem_lead",)))
    assert [line.subject for line in found.lines] == ["record:2"]


def test_pages_follow_each_other_without_a_gap(deeds: None, head_auditor: Actor) -> None:
    whole = [line.number for line in audited(head_auditor, ALL).lines]
    seen: list[int] = []
    before = 0
    while True:
        page = audited(head_auditor, ALL, "", before, 3)
        seen += [line.number for line in page.lines]
        before = page.following
        if not before:
            break
    assert seen == whole == sorted(whole, reverse=True)
    assert [line.number for line in every_audited(head_auditor, ALL, "", 5)] == whole[:5]


def test_a_changed_entry_is_named(deeds: None, auditor: Actor) -> None:
    assert checked_trail(auditor).problems == ()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE trail_entry SET actor = '别人' WHERE number = 3")
    (problem,) = checked_trail(auditor).problems
    assert problem.place == "日志第 3 条"


def test_the_latest_entries_are_checked_against_the_one_before_them(
    deeds: None, auditor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bihuan.organisations.auditing.MOST_CHECKED", 4)
    check = checked_trail(auditor)
    assert (check.last - check.first, check.problems) == (3, ())
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM trail_entry WHERE number = %s", [check.first])
    assert next(each.place for each in checked_trail(auditor).problems) == f"日志第 {check.first + 1} 条"


def test_a_sealing_is_listed_with_its_moment(deeds: None, auditor: Actor) -> None:
    (made,) = sealings(auditor)
    assert (made.period, made.actor) == ("2023-05", "操作员")
