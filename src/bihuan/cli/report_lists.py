"""The lists that a report may name, drawn up by the parts that keep them: overdue windows, tasks, the offices' lists.

The reports may import none of those parts; the program that puts them together registers the lists when it starts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice

from bihuan.book.proofs import members_of
from bihuan.catalog.loaded import catalogue
from bihuan.catalog.schema import Kind, Quorum
from bihuan.cli import attendance_list
from bihuan.duties.balances import State, Window
from bihuan.duties.queries import balances_below
from bihuan.duties.standing import DutyBalance
from bihuan.organisations.queries import unit_for
from bihuan.oversight.lists import sheet
from bihuan.oversight.pressing import TaskSearch
from bihuan.oversight.standing import Urgency
from bihuan.records.act import State as ActState
from bihuan.records.posting_rules import is_quorate
from bihuan.records.queries import Page, RecordLine, Search, fields_of, records, voided_among
from bihuan.reports.listings import ListAsk, Listing, offer_list
from bihuan.reports.unposted import Unposted, tell_unposted
from bihuan.values.actor import Action, Actor
from bihuan.values.figure import Figure
from bihuan.values.period import Period, chinese_day
from bihuan.values.quantity import shown

_OVERDUE_COLUMNS = ("单位", "责任事项", "期限", "应办", "已办")
_OFFICES = ("问题清单", "任务清单", "整改效果清单", "督办台账", "请示批复台账", "课题清单")
_TASKS = "任务清单"
_MOST = 1_000
_FEW = 30


def register() -> None:
    """Tell the reports who draws up which list."""
    offer_list("责任欠账", _missed)
    offer_list("逾期任务", _overdue_tasks)
    offer_list(attendance_list.NAME, attendance_list.attendance)
    for name in _OFFICES:
        offer_list(name, _office_list(name))
    tell_unposted(_unposted)


def _missed(actor: Actor, ask: ListAsk) -> Listing:
    """The missed windows whose last day lies in the period, unit by unit: those that the figures count as due."""
    rows = (
        _missed_row(account.unit_name, duty, window)
        for account in balances_below(actor, ask.unit, ask.period, ask.today)
        for duty in account.duties
        for window in _missed_windows(duty, ask.period)
    )
    return Listing(_OVERDUE_COLUMNS, tuple(islice(rows, ask.most)))


def _missed_windows(duty: DutyBalance, period: Period) -> Iterator[Window]:
    return (window for window in duty.windows if window.state is State.MISSED and window.last in period)


def _missed_row(unit: str, duty: DutyBalance, window: Window) -> tuple[str, ...]:
    measure = duty.definition.unit
    name = f"{duty.rule.name}（{duty.holder_name}）" if duty.holder_name else duty.rule.name
    owed, done = (f"{shown(duty.quantity(amount))}{measure}" for amount in (window.owed, window.done))
    return (unit, name, Period(window.first, window.last).name, owed, done)


def _overdue_tasks(actor: Actor, ask: ListAsk) -> Listing:
    """The tasks that are past their deadline on the day."""
    return _sheet(actor, _TASKS, TaskSearch(unit=ask.unit, urgency=Urgency.OVERDUE), ask)


def _office_list(name: str) -> Callable[[Actor, ListAsk], Listing]:
    """One of the offices' lists, of what was given in the period."""

    def listed(actor: Actor, ask: ListAsk) -> Listing:
        return _sheet(actor, name, TaskSearch(unit=ask.unit, opened=ask.period), ask)

    return listed


def _sheet(actor: Actor, name: str, search: TaskSearch, ask: ListAsk) -> Listing:
    found = sheet(actor, name, search, ask.today, ask.most)
    columns = tuple(column for column, _ in found.columns)
    return Listing(columns, tuple(tuple(_words(cell) for cell in row) for row in found.rows))


def _words(cell: str | float | date | None) -> str:
    if isinstance(cell, date):
        return chinese_day(cell)
    return "" if cell is None else str(cell)


def _unposted(actor: Actor, figure: Figure) -> list[Unposted]:
    """The acts of the figure's kind, unit and period that count nowhere: planned, called off, voided, no quorum."""
    kind = catalogue().kinds.get(figure.ask.key.partition(".")[0])
    if kind is None or figure.parts or _is_closed(actor, kind, figure):
        return []
    wanted = Search(unit=figure.ask.unit, kind=kind.key, period=figure.ask.period)
    found: list[Unposted] = []
    for state, reason in ((ActState.PLANNED, "只是计划"), (ActState.CANCELLED, "已经取消")):
        found += [_told(reason, line) for line in _first(actor, replace(wanted, state=state))]
    corrected = _first(actor, replace(wanted, corrected=True))
    voided = voided_among(corrected)
    found += [_told("已经作废", line) for line in corrected if line.number in voided]
    if kind.quorum is not None and "[" not in figure.ask.key:
        found += [_told("未到法定人数", line) for line in _without_quorum(actor, kind, kind.quorum, figure, wanted)]
    return found


def _without_quorum(actor: Actor, kind: Kind, quorum: Quorum, figure: Figure, wanted: Search) -> Sequence[RecordLine]:
    """The meetings that were held without a quorum, as far as the figure does not count them all the same."""
    held = _first(actor, replace(wanted, state=ActState.HELD), _MOST)
    said = fields_of(kind, held)
    lacking = [line for line in held if not is_quorate(quorum, said[line.number])]
    if not lacking:
        return ()
    counted = {member.source for member in members_of(actor, figure, _MOST)}
    return [line for line in lacking if line.number not in counted][:_FEW]


def _first(actor: Actor, wanted: Search, size: int = 30) -> Sequence[RecordLine]:
    return records(actor, wanted, Page(size=size)).lines


def _told(reason: str, line: RecordLine) -> Unposted:
    return Unposted(reason, line.number, line.happened, line.unit_name, line.title or line.kind_name)


def _is_closed(actor: Actor, kind: Kind, figure: Figure) -> bool:
    """Whether the records are open to another role only."""
    return bool(kind.restricted) and not actor.may(Action.DISCIPLINE, unit_for(actor, figure.ask.unit).path)
