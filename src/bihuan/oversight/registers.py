"""Registers declared complete 零值声明: a zero is proven only where somebody answers for the whole period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from enum import StrEnum

from django.db import transaction

from bihuan.book.figures import figures
from bihuan.catalog.loaded import catalogue
from bihuan.catalog.mechanisms import AbsenceClaim
from bihuan.organisations.paths import unit_numbers
from bihuan.organisations.queries import path_on, unit_for
from bihuan.oversight.coverage import gaps
from bihuan.oversight.errors import BadDeclaration
from bihuan.oversight.models import Declaration
from bihuan.trail.log import note
from bihuan.values.actor import Action, Actor
from bihuan.values.figure import Ask, Figure
from bihuan.values.period import Period, chinese_day

SHANGHAI = timezone(timedelta(hours=8))
LONGEST_REASON = 200


class Claim(StrEnum):
    """What may be said of a zero."""

    PROVEN = "proven"
    NO_ENTRY = "no_entry"
    CONTRADICTED = "contradicted"

    @property
    def label(self) -> str:
        """The Chinese word for it."""
        return {"proven": "已证实为零", "no_entry": "无记录（未证实）", "contradicted": "有记录，不为零"}[self.value]


@dataclass(frozen=True, slots=True)
class Declared:
    """A declaration that stands: whose register, for which days, who answers for it."""

    number: int
    unit: str
    unit_name: str
    period: Period
    by: str


@dataclass(frozen=True, slots=True)
class ZeroStanding:
    """What may be said of a series being zero for a unit and period.

    Attributes:
        figure: what the book says.
        claim: whether the zero is proven.
        declared: the declarations that it rests on.
        missing: the days that no declaration covers.
    """

    figure: Figure
    claim: Claim
    declared: tuple[Declared, ...]
    missing: tuple[Period, ...]

    @property
    def why(self) -> str:
        """The reason in a sentence."""
        if self.claim is Claim.CONTRADICTED:
            return f"台账中有记录，数值为 {self.figure.text}。"
        if self.claim is Claim.PROVEN:
            names = "、".join(sorted({f"{each.unit_name}（{each.by}）" for each in self.declared}))
            return f"登记簿在整个时段已由{names}声明登记完整，没有记录即为零。"
        first, last = chinese_day(self.missing[0].first), chinese_day(self.missing[0].last)
        return f"没有记录，且{first}至{last}的登记簿没有人声明登记完整，不能断定为零。"


@transaction.atomic
def declare_complete(actor: Actor, series: str, unit: str, period: Period) -> int:
    """Declare that nothing is missing from the register of a series, for a unit and all below it.

    It is the answerable leader's to declare, and only for days that are over.

    Raises:
        BadDeclaration: the period is not over, or nothing is recorded under the series.
        UnknownKey: the packs have no such series.
        UnknownUnit, MayNot: the actor does not answer for the unit.
    """
    definition = catalogue().series(series)
    if not definition.is_posted:
        raise BadDeclaration(f"“{definition.name}”是算出来的，没有登记簿，请声明它所依据的科目。")
    place = unit_for(actor, unit, Action.SEAL)
    if period.last >= actor.at.astimezone(SHANGHAI).date():
        raise BadDeclaration(f"{period.name}还没有结束，不能声明登记完整。")
    made = Declaration.objects.create(
        series=series,
        unit_id=place.number,
        path=path_on(place, period.last),
        first=period.first,
        last=period.last,
        at=actor.at,
        by=actor.name,
        account=actor.account,
    )
    note(actor, "declare_complete", f"declaration:{made.pk}", place.code, {"series": series, "period": str(period)})
    return made.pk


@transaction.atomic
def withdraw_declaration(actor: Actor, number: int, reason: str) -> None:
    """Take a declaration back, with the reason; it stays readable.

    Raises:
        BadDeclaration: there is no such declaration that stands, or the reason is missing.
        MayNot: the actor does not answer for the unit.
    """
    row = Declaration.objects.select_related("unit").filter(pk=number, withdrawn_at=None).first()
    if row is None:
        raise BadDeclaration(f"没有有效的声明 {number}，请核对编号。")
    unit_for(actor, row.unit.code, Action.SEAL)
    why = reason.strip()
    if not why or len(why) > LONGEST_REASON:
        raise BadDeclaration(f"请写明撤回的原因，1 到 {LONGEST_REASON} 个字。")
    if not Declaration.objects.filter(pk=number, withdrawn_at=None).update(withdrawn_at=actor.at, withdrawn_why=why):
        raise BadDeclaration(f"声明 {number} 刚刚被别人撤回。")
    note(actor, "withdraw_declaration", f"declaration:{number}", row.unit.code, {"reason": why})


def zero_standing(actor: Actor, series: str, unit: str, period: Period) -> ZeroStanding:
    """Whether a zero is proven for a unit and all below it.

    Raises:
        UnknownKey: the packs have no such series.
        UnknownUnit, MayNot: the unit is not there or not the actor's to see.
    """
    place = unit_for(actor, unit)
    (figure,) = figures(actor, [Ask(series, place.code, period)])
    declared = tuple(_declared(series, unit_numbers(place.path), period))
    missing = tuple(gaps(period, [each.period for each in declared]))
    claim = Claim.NO_ENTRY if missing else Claim.PROVEN
    if figure.is_entered and figure.value:
        claim = Claim.CONTRADICTED
    return ZeroStanding(figure, claim, declared, missing)


def zero_claims(actor: Actor, unit: str, period: Period) -> list[tuple[AbsenceClaim, ZeroStanding | None]]:
    """Every claim of the packs that something did not happen; None for one that lies outside of this ledger."""
    return [
        (claim, zero_standing(actor, claim.measure, unit, period) if claim.measure else None)
        for claim in catalogue().absence_claims
    ]


def attested_zeros(zeros: Sequence[tuple[Ask, str]]) -> dict[Ask, str]:
    """For which zeros somebody answers, in the words of the proof. One statement, however many are asked."""
    keys = {ask.key for ask, _ in zeros}
    rows = list(Declaration.objects.filter(series__in=keys).select_related("unit").order_by("first", "pk"))
    return {ask: words for ask, path in zeros if (words := _answered(ask, unit_numbers(path), rows))}


def _answered(ask: Ask, above: list[int], rows: Sequence[Declaration]) -> str:
    standing = [
        row
        for row in rows
        if row.series == ask.key
        and row.unit_id in above
        and _stood(row, ask.as_of)
        and ask.period.overlaps(_days(row))
    ]
    if next(gaps(ask.period, [_days(row) for row in standing]), None) is not None:
        return ""
    names = "、".join(sorted({f"{row.unit.name}（{row.by}）" for row in standing}))
    return f"登记簿在整个时段已由{names}声明登记完整，没有记录即为零。"


def _stood(row: Declaration, as_of: datetime | None) -> bool:
    """Whether the declaration stood at the moment; None for now."""
    if as_of is None:
        return row.withdrawn_at is None
    return row.at <= as_of and (row.withdrawn_at is None or row.withdrawn_at > as_of)


def _days(row: Declaration) -> Period:
    return Period(row.first, row.last)


def _declared(series: str, above: list[int], period: Period) -> list[Declared]:
    """The standing declarations by the unit or one above it that touch the period."""
    rows = Declaration.objects.filter(
        series=series, unit__in=above, withdrawn_at=None, first__lte=period.last, last__gte=period.first
    )
    return [
        Declared(row.pk, row.unit.code, row.unit.name, Period(row.first, row.last), row.by)
        for row in rows.select_related("unit").order_by("first", "pk")
    ]
