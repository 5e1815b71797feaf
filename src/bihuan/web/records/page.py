"""台账: the list of records, and how a row of it looks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from bihuan.catalog.loaded import catalogue
from bihuan.jobs.job import Order
from bihuan.jobs.worker import is_worker_there
from bihuan.records.act import State
from bihuan.records.exporting import ALL, count_to_export, export_records
from bihuan.records.queries import Page, RecordLine, Search
from bihuan.records.queries import records as records_found
from bihuan.records.sorting import Sorting
from bihuan.values.actor import Actor
from bihuan.values.period import Period
from bihuan.web.asking import BadAddress, address, today
from bihuan.web.downloads import XLSX, download
from bihuan.web.jobs.background import ask_and_go
from bihuan.web.navigation import RECORDS
from bihuan.web.pages import page, signed_in, signed_in_to_act
from bihuan.web.seals import Seal, record_seal

SIZE = 50
AT_ONCE = 2_000
"""Records that are exported before the page answers: less than a second."""


@dataclass(frozen=True)
class RecordRow:
    """A record as a list shows it, with its seal and address."""

    line: RecordLine
    seal: Seal
    href: str

    @property
    def title(self) -> str:
        """Its title; a kind that keeps no words is called by its name."""
        return self.line.title or self.line.kind_name


def rows_of(lines: Sequence[RecordLine]) -> list[RecordRow]:
    """The rows of a list."""
    return [RecordRow(line, record_seal(line.state), record_address(line.number)) for line in lines]


def record_address(number: int) -> str:
    """Where a record's page is."""
    return reverse("record", args=[number])


NARROWED_BY = ("unit", "kind", "period", "text", "state", "sort")
SORTS = (("", "现行的"), ("late", "补录的"), ("corrected", "更正、作废的"))
"""What the drop-down list of the state of affairs offers beside the states of an act."""


def search_asked(request: HttpRequest) -> tuple[Search, dict[str, str]]:
    """Which records the address asks for, and what it says word for word.

    Raises:
        BadPeriod: the period is written in no form that we know.
        BadAddress: there is no such state.
    """
    told = request.POST if request.method == "POST" else request.GET
    asked = {key: told.get(key, "").strip() for key in NARROWED_BY}
    if asked["state"] not in {"", *State} or asked["sort"] not in {key for key, _ in SORTS}:
        raise BadAddress("看不懂要找哪一种情况，请从下拉框里选。")
    search = Search(
        unit=asked["unit"],
        kind=asked["kind"],
        period=Period.parse(asked["period"]) if asked["period"] else None,
        state=State(asked["state"]) if asked["state"] else None,
        text=asked["text"],
        late=True if asked["sort"] == "late" else None,
        corrected=asked["sort"] == "corrected",
    )
    return search, asked


ORDERS = {
    Sorting.NEWEST: "日期，新的在前",
    Sorting.OLDEST: "日期，旧的在前",
    Sorting.ENTERED_LAST: "登记，新的在前",
    Sorting.ENTERED_FIRST: "登记，旧的在前",
    Sorting.KIND: "事项",
    Sorting.KIND_BACK: "事项，倒过来",
    Sorting.UNIT: "单位",
    Sorting.UNIT_BACK: "单位，倒过来",
}
_SORTED_BY = (
    ("日期", "", Sorting.OLDEST, Sorting.NEWEST),
    ("事项", "far", Sorting.KIND, Sorting.KIND_BACK),
    ("单位", "", Sorting.UNIT, Sorting.UNIT_BACK),
    ("登记", "far", Sorting.ENTERED_FIRST, Sorting.ENTERED_LAST),
)
"""The columns by which the list can be sorted: forwards and backwards. Days and entries begin with the newest."""


@dataclass(frozen=True)
class Head:
    """The head of a column: where it leads to, and how the list is sorted by it now, as ``aria-sort`` says it."""

    word: str
    where: str
    href: str
    sorted: str


def order_asked(request: HttpRequest) -> Sorting:
    """The order of ``?order=``.

    Raises:
        BadAddress: there is no such order.
    """
    text = request.GET.get("order", "") or Sorting.NEWEST
    if text not in set(Sorting):
        raise BadAddress("看不懂按什么排，请点表头。")
    return Sorting(text)


def _heads(path: str, asked: dict[str, str], order: Sorting) -> dict[str, Head]:
    found: dict[str, Head] = {}
    for word, where, forwards, back in _SORTED_BY:
        first, other = (back, forwards) if back in (Sorting.NEWEST, Sorting.ENTERED_LAST) else (forwards, back)
        wanted = other if order is first else first
        state = {forwards: "ascending", back: "descending"}.get(order, "")
        found[word] = Head(word, where, address(path, **asked, order=wanted), state)
    return found


@signed_in
def records_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The records wanted, in the order asked for, a page at a time."""
    search, asked = search_asked(request)
    order = order_asked(request)
    found = records_found(actor, search, Page(request.GET.get("after", ""), SIZE, order))
    kept = {**asked, "order": "" if order is Sorting.NEWEST else order.value}
    context: dict[str, object] = {
        "asked": asked,
        "order": order,
        "orders": ORDERS.items(),
        "heads": _heads(request.path, asked, order),
        "is_narrowed": any(asked.values()),
        "is_first": not request.GET.get("after"),
        "rows": rows_of(found.lines),
        "first_page": address(request.path, **kept),
        "following": address(request.path, **kept, after=found.following) if found.following else "",
        "import": address(reverse("import"), kind=asked["kind"], unit=asked["unit"]) if RECORDS(actor) else "",
        "export": address(reverse("records_export"), **asked) if found.lines else "",
        "themes": _kinds_by_theme(),
        "states": [(state.value, state.label) for state in State],
        "sorts": SORTS,
        "period_name": _name(search.period),
    }
    return page(request, actor, "web/records.html", context)


@signed_in_to_act
def records_export(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """The records wanted as a workbook, each kind on a sheet of its own; it can be imported again as it is.

    Few are written at once. Of many the page first says so; asked by POST, they are written in the background.
    """
    search, asked = search_asked(request)
    many = count_to_export(actor, search, AT_ONCE + 1) > AT_ONCE
    name = f"台账-{today():%Y%m%d}.xlsx"
    if request.method == "POST":
        words = "，".join(filter(None, (asked["unit"], asked["kind"], asked["period"], asked["text"]))) or "全部"
        return ask_and_go(actor, Order("export", f"台账：{words}", {**asked, "name": name}), at_once=False)
    if many:
        context = {"asked": asked, "most": AT_ONCE, "back": address(reverse("records"), **asked)}
        return page(request, actor, "web/export.html", {**context, "is_idle": not is_worker_there()})
    with TemporaryDirectory() as folder:
        file = Path(folder) / "records.xlsx"
        export_records(actor, replace(search, kind=search.kind or ALL), file)
        return download(file.read_bytes(), name, XLSX)


def _name(period: Period | None) -> str:
    return period.name if period else ""


def _kinds_by_theme() -> list[tuple[str, list[tuple[str, str]]]]:
    """What a record can be of, under the names of the themes, for a drop-down list."""
    packs = catalogue()
    kinds = sorted(packs.kinds.values(), key=lambda kind: list(packs.themes).index(kind.theme))
    return [
        (packs.themes[theme].name, [(kind.key, kind.name) for kind in found])
        for theme, found in groupby(kinds, key=lambda kind: kind.theme)
    ]
