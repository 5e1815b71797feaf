"""The account of one unit: every duty with its windows, and the records behind the window that is opened."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from bihuan.catalog.loaded import catalogue
from bihuan.duties.accounts import states_by_month
from bihuan.duties.balances import State, Window
from bihuan.duties.queries import balance
from bihuan.duties.standing import DutyBalance, UnitBalance
from bihuan.organisations.queries import UnitPlace, unit_for, units_below
from bihuan.records.queries import Page, Search, records
from bihuan.values.actor import Actor
from bihuan.values.refusal import NotFound, Refusal
from bihuan.web.asking import address, today, way, year_asked, year_of
from bihuan.web.duties.account import DutyRow, WindowCell, silent, themes
from bihuan.web.duties.panel import Refused, is_opened, panel_of
from bihuan.web.overview.matrix import MONTHS, QUARTER_ENDS, summed, year_of_months
from bihuan.web.pages import page, signed_in
from bihuan.web.periods import years_beside
from bihuan.web.whereabouts import NOTHING_TO_SEE, above, chosen

MOST_UNITS = 200


@dataclass(frozen=True)
class AccountCell:
    """A window's cell with the address that opens it."""

    cell: WindowCell
    href: str
    is_chosen: bool


@dataclass(frozen=True)
class AccountRow:
    """A duty's row as the page shows it."""

    duty: DutyBalance
    norm: str
    cells: tuple[AccountCell, ...]
    missed: int


NARROW_STATES = (State.MISSED, State.OPEN, State.MET, State.MET_LATE, State.WAIVED)


@dataclass(frozen=True)
class Narrowing:
    """Which duties of the account are wanted; "" does not narrow."""

    theme: str = ""
    state: str = ""

    def __bool__(self) -> bool:
        return bool(self.theme or self.state)

    def holds(self, duty: DutyBalance) -> bool:
        """Whether the duty is of the theme and has a window in the state."""
        return self.theme in ("", duty.rule.theme) and (
            not self.state or any(window.state == self.state for window in duty.windows)
        )


def narrowing(request: HttpRequest) -> Narrowing:
    """What the address narrows the account to. A theme or state that is not there narrows to nothing."""
    return Narrowing(request.GET.get("theme", ""), request.GET.get("state", ""))


def _other_units(actor: Actor, place: UnitPlace) -> list[UnitPlace]:
    """The units whose accounts are a choice away: all that the actor sees, else those beside and below."""
    parents = above(actor, place)
    for top in (*parents[:1], *parents[-1:]) or (place,):
        found = units_below(actor, top)
        if len(found) <= MOST_UNITS:
            return found
    return []


@signed_in
def own_account(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The way to the account of the unit asked for, or of the top unit that the visitor sees."""
    place = chosen(actor, request.GET.get("unit", ""))
    if place is None:
        return page(request, actor, NOTHING_TO_SEE, {})
    asked = {name: request.GET.get(name, "") for name in ("year", "theme", "state")}
    return redirect(address(reverse("duties_of", args=[place.code]), **asked))


@signed_in
def account_page(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """A unit's account for a year, with one window opened where ``?window=`` names it."""
    return account_shown(request, actor, code)


def account_shown(request: HttpRequest, actor: Actor, code: str, refusal: Refusal | None = None) -> HttpResponse:
    """The same, with what was asked of the opened window and refused beside its form.

    Raises:
        UnknownUnit, MayNot: the actor may not look.
        Refusal: what was refused, where the address opens no window beside which it could be said.
    """
    place = unit_for(actor, code)
    day = today()
    year = year_asked(request, 0) or _latest_year(actor, place) or day.year
    found = balance(actor, place.code, year_of(year), day)
    total = summed(year_of_months(states_by_month(duty.windows for duty in found.duties), year))
    opened = _opened(found, request)
    if refusal is not None and opened is None:
        raise refusal
    names = {key: theme.name for key, theme in catalogue().themes.items()}
    narrowed = narrowing(request)
    shown_duties = [duty for duty in found.duties if narrowed.holds(duty)]
    context: dict[str, object] = {
        "unit": place,
        "year": year,
        "years": [(each, _account(place.code, each)) for each in years_beside(year, day.year)],
        "months": MONTHS,
        "quarter_ends": QUARTER_ENDS,
        "now": day.month if day.year == year else 0,
        "total": total,
        "themes": [
            (theme.name, [_row(found, row, request, year) for row in theme.rows])
            for theme in themes(shown_duties, names, year)
        ],
        "silent": [] if narrowed.state else silent(shown_duties),
        "narrowed": narrowed,
        "narrow_themes": [(key, names.get(key, key)) for key in dict.fromkeys(d.rule.theme for d in found.duties)],
        "narrow_states": [(state.value, state.label) for state in NARROW_STATES],
        "narrow_units": _other_units(actor, place),
        "panel": panel_of(request, actor, place, opened, _refused(request, refusal)) if opened else None,
        "crumbs": [
            (address(reverse("overview"), unit=unit.code, year=year), unit.name) for unit in above(actor, place)
        ],
        "overview": address(reverse("overview"), unit=place.code, year=year),
        "all_records": address(reverse("records"), unit=place.code, period=year),
    }
    return page(request, actor, "web/duties.html", context, _status(refusal))


def _refused(request: HttpRequest, refusal: Refusal | None) -> Refused | None:
    return Refused(str(refusal), request.POST.get("reason", "")) if refusal else None


def _status(refusal: Refusal | None) -> int:
    """What the page is answered with. What is gone was changed meanwhile: no page is missing."""
    if refusal is None:
        return 200
    return Refusal.status if isinstance(refusal, NotFound) else refusal.status


def _latest_year(actor: Actor, place: UnitPlace) -> int:
    """The year of the unit's latest record, or 0 where it has none."""
    lines = records(actor, Search(unit=place.code), Page(size=1)).lines
    return lines[0].happened.year if lines else 0


def _account(unit: str, year: int, **more: object) -> str:
    return address(way("duties_of", unit), year=year, **more)


def _row(found: UnitBalance, row: DutyRow, request: HttpRequest, year: int) -> AccountRow:
    duty = row.duty
    cells = tuple(
        AccountCell(
            cell,
            window_address(found.unit, duty, cell.window, year) if cell.window and cell.opens else "",
            cell.window is not None and is_opened(request, duty, cell.window),
        )
        for cell in row.cells
    )
    return AccountRow(duty, row.norm, cells, duty.missed)


def window_address(unit: str, duty: DutyBalance, window: Window, year: int) -> str:
    """Where the records that count in a window are shown."""
    asked = {"duty": duty.rule.duty, "holder": duty.holder, "window": window.first}
    return _account(unit, year, **asked) + "#panel"


def _opened(found: UnitBalance, request: HttpRequest) -> tuple[DutyBalance, Window] | None:
    """The window that the address asks for, or None where it asks for none that is owed."""
    windows = ((duty, window) for duty in found.duties for window in duty.windows)
    return next((each for each in windows if is_opened(request, *each)), None)
