"""Issuing: a report's number, its moment, its figures and its digest are frozen, and the trail says who did it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from bihuan.organisations.queries import unit_for
from bihuan.reports.appending import appended
from bihuan.reports.document import Document, Identity
from bihuan.reports.docx.reading import bound_in_bytes
from bihuan.reports.docx.writing import docx_bytes
from bihuan.reports.errors import NumberTaken
from bihuan.reports.models import IssuedFigure, IssuedFile, IssuedReport
from bihuan.reports.orders import Order
from bihuan.reports.templates import template_for
from bihuan.reports.writing import composed
from bihuan.trail.log import note
from bihuan.values.actor import Action, Actor


@dataclass(frozen=True)
class Issued:
    """A report as it was issued.

    Attributes:
        number: the number it bears.
        document: what it says.
        content: the .docx.
        sha256: of that file.
    """

    number: str
    document: Document
    content: bytes
    sha256: str


@dataclass(frozen=True)
class Frozen:
    """A figure of an issued report: its identity, and the words of its mentions."""

    identity: Identity
    texts: tuple[str, ...]


def issue_report(actor: Actor, order: Order) -> Issued:
    """Write the report anew, freeze every figure of it under the next number, and note it in the trail.

    Raises:
        Gaps: figures are missing; nothing is issued.
        UnknownTemplate, BrokenTemplate: there is no such template, or it cannot be filled in.
        UnknownUnit, MayNot: the unit is not there, or the actor may not issue for it.
        NumberTaken: somebody issued at the same moment.
    """
    place = unit_for(actor, order.unit, Action.ISSUE)
    try:
        with transaction.atomic():
            number = _next_number(place.code, order.period.last.year)
            written = composed(actor, order, place, number)
            document = appended(written) if order.appendix else written
            content = docx_bytes(document)
            issued = Issued(number, document, content, hashlib.sha256(content).hexdigest())
            _freeze(actor, order, place.code, issued)
            note(
                actor,
                "issue_report",
                f"report:{number}",
                place.code,
                {"title": document.title, "sha256": issued.sha256, "figures": len(document.figures)},
            )
    except IntegrityError as error:
        raise NumberTaken("刚好有人同时签发了这个单位的报告，请再签发一次。") from error
    return issued


def frozen_figures(number: str) -> Mapping[int, Frozen] | None:
    """The figures of the report that was issued under the number, by their place; None where there is none.

    For the check of a file: whoever holds the file has them anyway.
    """
    report = IssuedReport.objects.filter(number=number).first()
    if report is None:
        return None
    as_of = report.as_of.isoformat()
    return {
        row.place: Frozen(
            Identity(
                key=row.key,
                name=row.name,
                unit=row.unit,
                period=row.period,
                as_of=as_of,
                value=row.value,
                measure_unit=row.measure_unit,
                members=row.members,
                digest=row.digest,
            ),
            tuple(row.texts.split("\n")),
        )
        for row in report.figures.all()
    }


def issued_charts(number: str) -> Mapping[str, str]:
    """What the index of an issued file said of its charts, by the names of the properties; empty where none is kept.

    For the check of a file: whoever holds the file has them anyway.
    """
    kept = IssuedFile.objects.filter(report__number=number).first()
    return bound_in_bytes(bytes(kept.content), number).charts if kept is not None else {}


def _next_number(unit: str, year: int) -> str:
    """Counted from the numbers given: nothing issued is ever deleted."""
    start = f"{unit}-{year}-"
    return f"{start}{IssuedReport.objects.filter(number__startswith=start).count() + 1:03}"


def _freeze(actor: Actor, order: Order, unit: str, issued: Issued) -> None:
    document = issued.document
    report = IssuedReport.objects.create(
        number=issued.number,
        template=template_for(order.template).head.key,
        title=document.title,
        unit=unit,
        first=order.period.first,
        last=order.period.last,
        as_of=actor.at,
        issued_by=actor.name,
        sha256=issued.sha256,
    )
    IssuedFile.objects.create(report=report, content=issued.content)
    IssuedFigure.objects.bulk_create(
        IssuedFigure(
            report=report,
            place=place,
            key=figure.key,
            name=figure.name,
            unit=figure.unit,
            period=figure.period,
            value=figure.value,
            measure_unit=figure.measure_unit,
            members=figure.members,
            digest=figure.digest,
            texts="\n".join(mention.text for mention in document.mentions if mention.figure == place - 1),
        )
        for place, figure in enumerate(document.figures, 1)
    )
