"""Reads of reports for the faces: what was issued, its file, and a draft with its figures as they stand now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from bihuan.organisations.queries import UnitPlace, unit_coded, unit_for
from bihuan.reports.document import Identity
from bihuan.reports.errors import UnknownReport
from bihuan.reports.issuing import frozen_figures
from bihuan.reports.models import IssuedFile, IssuedReport
from bihuan.reports.templates import templates
from bihuan.values.actor import Action, Actor
from bihuan.values.period import Period


@dataclass(frozen=True)
class IssuedLine:
    """An issued report as a list shows it.

    Attributes:
        number: under which it was issued.
        template: the key of its template.
        genre: what kind of report that is, in Chinese; the key where the template is gone.
        as_of: the moment of its figures.
        figures: how many figures it states.
    """

    number: str
    template: str
    genre: str
    title: str
    unit: str
    unit_name: str
    period: Period
    as_of: datetime
    issued_by: str
    sha256: str
    figures: int


def issued_reports(actor: Actor, unit: str, template: str = "") -> list[IssuedLine]:
    """The reports that the unit and all below it issued, the latest first; of one template, where one is named.

    Raises:
        UnknownUnit, AmbiguousUnit: there is no such unit, or several, or the actor may not know of it.
        MayNot: the actor may not see it.
    """
    top = unit_for(actor, unit)
    rows = IssuedReport.objects.annotate(stated=Count("figures")).order_by("-as_of", "-pk")
    rows = rows.filter(template=template) if template else rows
    names = {key: found.head.name for key, found in templates().items()}
    issued = list(rows)
    # Of a province's thousands of units only those are looked up that issued something.
    units = {
        code: place
        for code, place in unit_coded(sorted({row.unit for row in issued})).items()
        if place.path.startswith(top.path) and actor.may(Action.SEE, place.path)
    }
    return [_line(row, units[row.unit], names) for row in issued if row.unit in units]


def last_issued(place: UnitPlace, template: str) -> IssuedLine | None:
    """The latest report of one template that a unit itself issued, where the caller may see it; None for none."""
    rows = IssuedReport.objects.annotate(stated=Count("figures")).filter(unit=place.code, template=template)
    row = rows.order_by("-as_of", "-pk").first()
    if row is None:
        return None
    return _line(row, place, {key: found.head.name for key, found in templates().items()})


def issued_report(actor: Actor, number: str) -> IssuedLine:
    """One issued report.

    Raises:
        UnknownReport: there is none under the number, or the actor may not see its unit.
    """
    row = IssuedReport.objects.annotate(stated=Count("figures")).filter(number=number).first()
    place = unit_coded([row.unit]).get(row.unit) if row is not None else None
    if row is None or place is None or not actor.may(Action.SEE, place.path):
        raise UnknownReport(f"没有编号为“{number}”的报告，请核对编号。")
    return _line(row, place, {key: found.head.name for key, found in templates().items()})


def issued_file(actor: Actor, number: str) -> bytes:
    """The .docx of an issued report, byte for byte as it left the house.

    Raises:
        UnknownReport: there is none under the number, or the actor may not see its unit.
    """
    issued_report(actor, number)
    return kept_file(number)


def kept_file(number: str) -> bytes:
    """The .docx of an issued report that a query has handed out.

    Raises:
        UnknownReport: no file was kept.
    """
    kept = IssuedFile.objects.filter(report__number=number).first()
    if kept is None:
        raise UnknownReport(f"报告“{number}”没有留存文件，请向签发单位索取。")
    return bytes(kept.content)


def issued_figures(actor: Actor, number: str) -> list[tuple[Identity, tuple[str, ...]]]:
    """The figures of an issued report as they were frozen, each with the words of its mentions.

    Raises:
        UnknownReport: there is none under the number, or the actor may not see its unit.
    """
    issued_report(actor, number)
    frozen = frozen_figures(number) or {}
    return [(kept.identity, kept.texts) for _, kept in sorted(frozen.items())]


def _line(row: IssuedReport, place: UnitPlace, names: Mapping[str, str]) -> IssuedLine:
    return IssuedLine(
        number=row.number,
        template=row.template,
        genre=names.get(row.template, row.template),
        title=row.title,
        unit=row.unit,
        unit_name=place.name,
        period=Period(row.first, row.last),
        as_of=row.as_of,
        issued_by=row.issued_by,
        sha256=row.sha256,
        figures=int(getattr(row, "stated", 0)),
    )
