"""今日: what a unit owes now by what falls due first, what is asked of it, and how those above see it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from bihuan.catalog.loaded import catalogue
from bihuan.duties.accounts import Accounts
from bihuan.duties.queries import accounts_below
from bihuan.organisations.queries import UnitPlace
from bihuan.oversight.moves import State
from bihuan.oversight.pressing import Counted, Pressing, pressing
from bihuan.records.queries import Page, RecordLine, Search, records
from bihuan.values.actor import Action, Actor
from bihuan.values.period import Period
from bihuan.web.asking import address, day_asked, today
from bihuan.web.duties.account import Arrear, window_name
from bihuan.web.duties.page import window_address
from bihuan.web.pages import page, signed_in
from bihuan.web.records.kinds import entry_of
from bihuan.web.records.page import RecordRow, rows_of
from bihuan.web.seals import CORRECTED, Seal
from bihuan.web.today.due import Dues, dues, share, standing_in
from bihuan.web.whereabouts import NOTHING_TO_SEE, chosen, tops

MISSED, OPEN = 5, 24
LONG_AGO = date(1949, 10, 1)
LATELY, QUICK, CORRECTED_ROWS, TASKS, RETURNED_ROWS = 50, 6, 4, 5, 3
QUIET = timedelta(days=60)
"""Without a record for so long, the page says so and offers to look at the day of the last one."""


@dataclass(frozen=True)
class DueRow:
    """One thing owed, in the words of its row.

    Attributes:
        where: who owes it and when, the unit itself not named again; ``spoken`` names it all the same.
        href: where its account opens.
        record: where it is recorded, "" for who may not.
    """

    seal: Seal
    name: str
    where: str
    spoken: str
    done: str
    owed: str
    href: str
    record: str


@dataclass(frozen=True)
class DueGroup:
    """What falls due on one day."""

    day: date
    weekday: str
    days_left: int
    rows: tuple[DueRow, ...]


@dataclass(frozen=True)
class Quick:
    """A kind that is recorded often, with the address of its form."""

    name: str
    href: str


@dataclass(frozen=True)
class Here:
    """Whose day is shown: the actor, the unit, the day, and whether they may record for it.

    Attributes:
        is_asked: whether the day was asked for; else it is the clock's.
    """

    actor: Actor
    place: UnitPlace
    day: date
    is_asked: bool

    @property
    def may_record(self) -> bool:
        """Whether the actor records for the unit."""
        return self.actor.may(Action.RECORD, self.place.path)

    def entry(self, kind: str, unit: str, **more: object) -> str:
        """Where an act of the kind is recorded for a unit; the day goes along where it was asked for."""
        if self.is_asked and "within" not in more:
            more["day"] = self.day
        return entry_of(self.actor, kind, unit, **more) if self.may_record else ""


@signed_in
def today_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What one's unit owes on a day: the clock's, or the one of ``?on=``, which the page then says."""
    place = chosen(actor, request.GET.get("unit", "") or _own(actor))
    if place is None:
        return page(request, actor, NOTHING_TO_SEE, {})
    asked = day_asked(request, "on")
    here = Here(actor, place, asked or today(), asked is not None)
    quarter = Period.of_months(*divmod_month(here.day, -3), 3)
    accounts = accounts_below(actor, place.code, Period(quarter.first, here.day), here.day)
    found = dues(accounts, here.day, missed=MISSED, listed=OPEN)
    until_then = Period(LONG_AGO, here.day)
    lately = records(actor, Search(unit=place.code, period=until_then), Page(size=LATELY)).lines
    month = Period.of_months(here.day.year, here.day.month, 1)
    waiting = pressing(actor, place.code, TASKS, here.day)
    context: dict[str, object] = {
        "unit": place,
        "here": here,
        "dues": found,
        "missed": [_row(here, arrear) for arrear in found.missed],
        "groups": _groups(here, found),
        "is_new": not lately,
        "quiet_since": _quiet_since(here, lately),
        "quick": _quick(here, lately),
        "last": rows_of(lately[:4]),
        "corrected": _corrected(here),
        "tasks": waiting,
        "returned": _returned(here, waiting),
        "above": [_seen(month, accounts), _seen(month.before(), accounts)],
        "account": address(reverse("duties_of", args=[place.code]), year=here.day.year),
        "overview": address(reverse("overview"), unit=place.code, year=here.day.year),
        "others": [each for each in tops(actor) if each.code != place.code],
    }
    return page(request, actor, "web/today.html", context)


def divmod_month(day: date, months: int) -> tuple[int, int]:
    """The year and month so many months from the day's month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return year, month + 1


def _own(actor: Actor) -> str:
    """The unit that one records for, before those that one only sees."""
    recording = [place for place in tops(actor) if actor.may(Action.RECORD, place.path)]
    return recording[0].code if recording else ""


def _row(here: Here, arrear: Arrear) -> DueRow:
    window = arrear.window
    # The day of what was owed long ago is not today: it is left open, within the days of the window.
    more: dict[str, object] = {"within": window.period} if window.last < here.day else {}
    record = here.entry(arrear.duty.definition.kind, arrear.unit, **more)
    name = window_name(window)
    when = name if window.first.year == here.day.year else f"{window.first.year}年{name.removeprefix('全年')}"
    unit = "" if arrear.unit == here.place.code else arrear.unit_name
    return DueRow(
        seal=arrear.seal,
        name=arrear.duty.rule.name,
        where="，".join(filter(None, (unit, when, arrear.duty.holder_name))),
        spoken=f"{arrear.duty.rule.name}，{arrear.unit_name}，{when}",
        done=arrear.done,
        owed=arrear.owed,
        href=window_address(arrear.unit, arrear.duty, window, window.first.year),
        record=record,
    )


def _groups(here: Here, found: Dues) -> list[DueGroup]:
    return [
        DueGroup(batch.day, batch.weekday, batch.days_left, tuple(_row(here, each) for each in batch.arrears))
        for batch in found.batches
    ]


def _quiet_since(here: Here, lately: Sequence[RecordLine]) -> date | None:
    """The day of the last record, where that is long ago."""
    last = max((line.happened for line in lately), default=None)
    return last if last is not None and here.day - last > QUIET else None


def _quick(here: Here, lately: Sequence[RecordLine]) -> list[Quick]:
    """What the unit records most often of late, a tap away."""
    packs = catalogue()
    often = Counter(line.kind for line in lately if line.kind in packs.kinds and line.part_of is None)
    found = [
        # What stands in brackets explains the name; on a chip there is no room for it.
        Quick(packs.kind(kind).name.partition("（")[0], here.entry(kind, here.place.code))
        for kind, _ in often.most_common(2 * QUICK)
    ]
    return [quick for quick in found if quick.href][:QUICK]


def _corrected(here: Here) -> list[RecordRow]:
    """The unit's acts of the last half year that were corrected or voided."""
    period = Period(here.day - timedelta(days=182), here.day)
    search = Search(unit=here.place.code, period=period, corrected=True)
    lines = records(here.actor, search, Page(size=CORRECTED_ROWS)).lines
    return [RecordRow(line, CORRECTED, row.href) for line, row in zip(lines, rows_of(lines), strict=True)]


def _returned(here: Here, waiting: Pressing) -> Pressing:
    """What was reported done and sent back: nobody asks for it where all that is open is shown anyway."""
    if waiting.counted.number <= len(waiting.lines):
        lines = tuple(line for line in waiting.lines if line.state is State.RETURNED)
        return Pressing(lines, Counted(len(lines)))
    return pressing(here.actor, here.place.code, RETURNED_ROWS, here.day, State.RETURNED)


def _seen(month: Period, accounts: Accounts) -> dict[str, object]:
    """The figures of one month as those above see them."""
    standing = standing_in(accounts, month)
    return {
        "month": month.first.month,
        "done": standing.done,
        "asked": standing.asked,
        "share": share(standing.done, standing.asked),
        "missed": standing.missed,
        "late": standing.late,
        "waived": standing.waived,
    }
