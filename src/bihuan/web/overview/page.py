"""The overview: what a unit and all below it owed, did and still owe in a year; key figures and latest records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from bihuan.book.busiest import busiest
from bihuan.book.figures import figures
from bihuan.catalog.catalogue import Catalogue
from bihuan.catalog.loaded import catalogue
from bihuan.duties.accounts import Accounts
from bihuan.duties.queries import accounts_below
from bihuan.organisations.queries import UnitPlace
from bihuan.records.queries import Page, Search, records
from bihuan.values.actor import Action, Actor
from bihuan.values.figure import Ask, Figure
from bihuan.values.period import Period
from bihuan.web.asking import address, month_asked, today, way, year_asked, year_of
from bihuan.web.duties.account import Arrear, window_name
from bihuan.web.duties.page import window_address
from bihuan.web.figures.page import figure_address
from bihuan.web.overview.matrix import MONTHS, QUARTER_ENDS, Line, Standing
from bihuan.web.overview.plan import Plan, drawn_up, of_month, unmet
from bihuan.web.pages import page, signed_in
from bihuan.web.periods import years_beside
from bihuan.web.records.page import rows_of
from bihuan.web.whereabouts import NOTHING_TO_SEE, above, chosen, tops

LATEST = 6
KEY_FIGURES = 12
LISTED = 12


@dataclass(frozen=True)
class Cell:
    """A cell of the plan with the address that opens it."""

    month: int
    standing: Standing
    href: str = ""
    is_chosen: bool = False


@dataclass(frozen=True)
class PlanRow:
    """A row of the plan as the page shows it."""

    line: Line
    href: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class ArrearRow:
    """A window not met, with the address of its panel in the unit's account."""

    arrear: Arrear
    when: str
    href: str


@dataclass(frozen=True)
class KeyFigure:
    """A figure of the year with the address of its proof."""

    figure: Figure
    href: str


@signed_in
def overview_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The overview of a unit for a year."""
    place = chosen(actor, request.GET.get("unit", ""))
    if place is None:
        return page(request, actor, NOTHING_TO_SEE, {})
    latest = records(actor, Search(unit=place.code), Page(size=LATEST)).lines
    day = today()
    year = year_asked(request, latest[0].happened.year if latest else day.year)
    period = year_of(year)
    accounts = accounts_below(actor, place.code, period, day)
    plan = drawn_up(accounts, year)
    arrears = unmet(accounts, LISTED)
    context: dict[str, object] = {
        "unit": place,
        "year": year,
        "years": [(each, _overview(place.code, each)) for each in years_beside(year, day.year)],
        "crumbs": [(_overview(unit.code, year), unit.name) for unit in above(actor, place)],
        "tops": _other_tops(actor, place),
        "plan": plan,
        "total": plan.closing,
        "worst": plan.worst,
        "months": MONTHS,
        "quarter_ends": QUARTER_ENDS,
        "foot": [Cell(month, standing) for month, standing in zip(MONTHS, plan.closing.months, strict=True)],
        "now": day.month if day.year == year else 0,
        "plan_rows": _rows(plan, year, request),
        "panel": _panel(plan, accounts, year, request),
        "arrears": arrears,
        "arrear_rows": arrear_rows(arrears.first, year),
        "key_figures": _key_figures(actor, place, period),
        "latest": rows_of(latest),
        "account": address(reverse("duties_of", args=[place.code]), year=year),
        "all_records": address(reverse("records"), unit=place.code),
    }
    return page(request, actor, "web/overview.html", context)


def _overview(unit: str, year: int, **more: object) -> str:
    return address(way("overview"), unit=unit, year=year, **more)


def _other_tops(actor: Actor, place: UnitPlace) -> list[tuple[str, str]]:
    """The other parts of the tree that the actor sees, for who sees several."""
    found = tops(actor) if len(actor.paths(Action.SEE)) > 1 else []
    return [(_overview_now(top.code), top.name) for top in found if not place.path.startswith(top.path)]


def _overview_now(unit: str) -> str:
    return address(reverse("overview"), unit=unit)


def _rows(plan: Plan, year: int, request: HttpRequest) -> list[PlanRow]:
    chosen_row, chosen_month = request.GET.get("row", ""), month_asked(request)
    found: list[PlanRow] = []
    for line in plan.lines:
        account = address(way("duties_of", line.code), year=year)
        opens = _overview(plan.top.code, year, row=line.code)
        cells = tuple(
            Cell(
                month,
                standing,
                f"{opens}&month={month}#panel" if standing.asked else "",
                is_chosen=(line.code, month) == (chosen_row, chosen_month),
            )
            for month, standing in zip(MONTHS, line.months, strict=True)
        )
        found.append(PlanRow(line, _overview(line.code, year) if line.opens else account, cells))
    return found


def _panel(plan: Plan, accounts: Accounts, year: int, request: HttpRequest) -> dict[str, object] | None:
    """What stands in the chosen cell, or None where no cell is chosen."""
    month = month_asked(request)
    line = plan.line(request.GET.get("row", ""))
    branch = accounts.branch(line.code) if line else None
    if line is None or branch is None or month is None:
        return None
    windows = of_month(branch.balances, (year, month))
    standing = line.months[month - 1]
    return {
        "name": branch.place.name,
        "month": month,
        "standing": standing,
        "rows": arrear_rows(windows[: 2 * LISTED], year),
        "left": max(0, len(windows) - 2 * LISTED),
        "closes": _overview(plan.top.code, year),
        "opens": _overview(branch.place.code, year) if line.opens else "",
        "account": address(reverse("duties_of", args=[branch.place.code]), year=year),
    }


def arrear_rows(arrears: Sequence[Arrear], year: int) -> list[ArrearRow]:
    """The windows with their addresses."""
    return [
        ArrearRow(arrear, window_name(arrear.window), window_address(arrear.unit, arrear.duty, arrear.window, year))
        for arrear in arrears
    ]


def _key_figures(actor: Actor, place: UnitPlace, period: Period) -> list[KeyFigure]:
    """The dozen most recorded figures of the period: the first measure that adds up of each kind open to all."""
    # A few more than are shown: a series may have members that come to nothing.
    keys = busiest(actor, _first_measures(catalogue()), place.code, period)
    found = figures(actor, [Ask(key, place.code, period) for key in keys[: 2 * KEY_FIGURES]])
    shown = [figure for figure in found if figure.value][:KEY_FIGURES]
    return [KeyFigure(figure, figure_address(figure.ask)) for figure in shown]


@lru_cache(maxsize=4)
def _first_measures(packs: Catalogue) -> tuple[str, ...]:
    """The first measure that adds up of each kind that is open to all."""
    firsts = (
        next((series for series in packs.series_of(kind.key) if series.is_tallied), None)
        for kind in packs.kinds.values()
        if not kind.restricted
    )
    return tuple(series.key for series in firsts if series is not None)
