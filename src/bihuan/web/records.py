"""台账: the list of records, and how a row of it looks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from bihuan.catalog.loaded import catalogue
from bihuan.records.queries import Page, RecordLine, Search
from bihuan.records.queries import records as records_found
from bihuan.values.actor import Actor
from bihuan.values.period import Period
from bihuan.web.asking import address, period_asked
from bihuan.web.pages import page, signed_in
from bihuan.web.seals import Seal, record_seal

SIZE = 50


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


@signed_in
def records_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The records wanted, newest act first, a page at a time."""
    asked = {key: request.GET.get(key, "").strip() for key in ("unit", "kind", "period", "text")}
    search = Search(asked["unit"], asked["kind"], period_asked(request), None, asked["text"])
    found = records_found(actor, search, Page(request.GET.get("after", ""), SIZE))
    context: dict[str, object] = {
        "asked": asked,
        "is_narrowed": any(asked.values()),
        "is_first": not request.GET.get("after"),
        "rows": rows_of(found.lines),
        "first_page": address(request.path, **asked),
        "following": address(request.path, **asked, after=found.following) if found.following else "",
        "themes": _kinds_by_theme(),
        "period_name": _name(search.period),
    }
    return page(request, actor, "web/records.html", context)


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
