"""通报: a month of all units below: what fell due, what was done, who owes, what changed against the month before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from bihuan.catalog.loaded import catalogue
from bihuan.duties.accounts import Accounts, Month
from bihuan.duties.queries import accounts_below
from bihuan.organisations.queries import UnitPlace
from bihuan.oversight.pressing import TaskSearch, count_by_unit
from bihuan.oversight.queries import TaskLine, first_tasks
from bihuan.oversight.standing import Urgency
from bihuan.records.listing import late_by_unit
from bihuan.records.queries import Page, Search, records
from bihuan.values.actor import Actor
from bihuan.values.figure import Ask
from bihuan.values.period import Period
from bihuan.web.asking import BadAddress, address, period_asked, today
from bihuan.web.bulletin.charts import count_bars, rate_lines
from bihuan.web.bulletin.files import bulletin_files
from bihuan.web.bulletin.ranking import RULE, Score, months_before, percent, score_of
from bihuan.web.bulletin.tables import Around, arrears_of, key_numbers, rows_of, score_in, themes_of
from bihuan.web.pages import page, signed_in
from bihuan.web.tasks.page import row_of
from bihuan.web.whereabouts import NOTHING_TO_SEE, above, chosen

SHOWN_MONTHS = 6
RATE = "duty.completion_rate"
OVERDUE_SHOWN = 20


@signed_in
def bulletin_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The bulletin of a unit for a month."""
    place = chosen(actor, request.GET.get("unit", ""))
    if place is None:
        return page(request, actor, NOTHING_TO_SEE, {})
    month = _month_asked(request, actor, place)
    period = Period.of_months(*month, 1)
    accounts = accounts_below(actor, place.code, _span(months_before(month, SHOWN_MONTHS)), today())
    units = list(accounts.places)
    context: dict[str, object] = {
        "unit": place,
        "period": period,
        "rule": RULE,
        "crumbs": [(_address(unit.code, month), unit.name) for unit in above(actor, place)],
        "months": _neighbours(place, month),
        "has_below": len(units) > 1,
        "files": bulletin_files(actor, units, period),
    }
    if len(units) > 1:
        context |= _drawn_up(actor, accounts, month)
    return page(request, actor, "web/bulletin.html", context)


def _drawn_up(actor: Actor, accounts: Accounts, month: Month) -> dict[str, object]:
    place, day = accounts.top, today()
    months = months_before(month, SHOWN_MONTHS)
    branches = [each for each in accounts.branches if any(score_in(each, month).due for month in months)]
    overdue, overdue_by_unit = _overdue(actor, place, month, day)
    late = _late(actor, place, months[-2:])
    around = Around(
        late={each: accounts.counted(by_unit) for each, by_unit in late.items()},
        overdue=accounts.counted(overdue_by_unit),
        all_late={each: by_unit.total() for each, by_unit in late.items()},
        all_overdue=overdue_by_unit.total(),
    )
    rows = rows_of(branches, around, months)
    total = {each: score_of(accounts.by_month.get(each, {})) for each in months}
    names = {key: theme.name for key, theme in catalogue().themes.items()}
    themes = themes_of(branches, months[-2:], names)
    return {
        "day": min(day, Period.of_months(*month, 1).last),
        "rows": rows,
        "own": next((score_in(branch, month) for branch in branches if branch.is_own), None),
        "ranked": sum((row.score for row in rows), Score()),
        "total": total[month],
        "numbers": key_numbers(total, around, months),
        "worst": sorted((row for row in rows if row.score.missed), key=lambda row: -row.score.missed)[:2],
        "trend": rate_lines([_rate(place, each, total[each].rate) for each in months], percent),
        "themes": count_bars(themes, f"{month[1]}月", f"{months[-2][1]}月", "项") if themes else "",
        "overdue": [row_of(each) for each in overdue],
        "overdue_left": around.all_overdue - len(overdue),
        "owing": arrears_of(branches, month, partial(_cell_address, place.code, month)),
        "last_month": f"{months[-2][1]}月",
        "this_month": f"{month[1]}月",
    }


def _rate(place: UnitPlace, month: Month, rate: Fraction | None) -> tuple[str, Fraction | None, Ask]:
    """A month's rate with its name and the figure that states it."""
    return f"{month[1]}月", rate, Ask(RATE, place.code, Period.of_months(*month, 1))


def _span(months: Sequence[Month]) -> Period:
    return Period.of_months(*months[0], len(months))


def _overdue(actor: Actor, place: UnitPlace, month: Month, day: date) -> tuple[Sequence[TaskLine], Counter[str]]:
    """The tasks whose deadline was over at the end of the month, or is today, and which nobody has settled since.

    The first of them, and how many there are by unit.
    """
    last = min(day, Period.of_months(*month, 1).last)
    search = TaskSearch(unit=place.code, urgency=Urgency.OVERDUE)
    counts = count_by_unit(actor, search, last)
    return first_tasks(actor, search, last, OVERDUE_SHOWN) if counts else (), counts


def _late(actor: Actor, place: UnitPlace, months: Sequence[Month]) -> dict[Month, Counter[str]]:
    """The late entries of each month by unit."""
    counts = late_by_unit(actor, place, [Period.of_months(*each, 1) for each in months])
    return dict(zip(months, counts, strict=True))


def _month_asked(request: HttpRequest, actor: Actor, place: UnitPlace) -> Month:
    """The month of ``?period=``; else the last one that is over, as far as there are records.

    Raises:
        BadAddress: the period is no month.
    """
    period = period_asked(request)
    if period is not None:
        if period.month_count != 1:
            raise BadAddress("通报按月出，请把时段写成2023-06这样的月份。")
        return period.first.year, period.first.month
    latest = records(actor, Search(unit=place.code), Page(size=1)).lines
    day = min(today(), latest[0].happened) if latest else today()
    current = Period.of_months(day.year, day.month, 1)
    over = current if current.last <= today() else current.before()
    return over.first.year, over.first.month


def _neighbours(place: UnitPlace, month: Month) -> list[tuple[str, str, bool]]:
    """The month before, this one and the next, as far as it has begun: address, name, whether it is shown."""
    here = Period.of_months(*month, 1)
    following = Period(here.end, here.end)
    shown = [here.before(), here]
    if following.first <= today():
        shown.append(Period.of_months(following.first.year, following.first.month, 1))
    return [(_address(place.code, (each.first.year, each.first.month)), each.name, each == here) for each in shown]


def _address(unit: str, month: Month) -> str:
    return address(reverse("bulletin"), unit=unit, period=Period.of_months(*month, 1))


def _cell_address(top: str, month: Month, unit: str) -> str:
    """The cell of the plan in which the unit's missed windows stand."""
    return address(reverse("overview"), unit=top, year=month[0], row=unit, month=month[1]) + "#panel"
