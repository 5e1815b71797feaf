"""Series: what postings are summed on, with everything the book has to know about each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

from bihuan.catalog.schema import Aggregation, Field_, Kind, Measure, Operand
from bihuan.values.quantity import MeasureUnit, steps


@dataclass(frozen=True)
class SeriesDefinition:
    """One series: a measure of a kind, or that measure for one choice of a field.

    Attributes:
        key: ``kind.measure`` or ``kind.measure[field=choice]``.
        name: what a person calls it: 督导检查次数（暗访督查）.
        unit: the measure word of its values.
        also_units: other words that documents use after the same number.
        decimals: decimal places kept; amounts are integers in steps of ten to the minus that of ``unit``.
        aggregation: how postings become one number.
        kind: the key of the kind; "" for an offered series, which no kind posts to.
        measure: the key of the measure.
        choice: the field and the choice that narrow it, or None.
        distinct: the field whose distinct values are counted, or None.
        dated_by: the day field that dates its postings, or None for the day of the act.
        per: for a reading, the field read apart and added up; ``unit`` for the recording unit.
        numerator, denominator: the two sides of a rate; a total has its operands in ``numerator``.
        offered: whether a part works it out and registers it with the book.
        supporting: whether it only serves a rate and is not one of the catalogue's measures.
        terms: other words for the same thing.
        version: the pack and its version: ``party_life 1.0``.
    """

    key: str
    name: str
    unit: str
    decimals: int
    aggregation: Aggregation
    version: str
    kind: str = ""
    measure: str = ""
    also_units: tuple[str, ...] = ()
    choice: tuple[str, str] | None = None
    distinct: str | None = None
    dated_by: str | None = None
    per: str | None = None
    numerator: tuple[Operand, ...] = ()
    denominator: tuple[Operand, ...] = ()
    offered: bool = False
    supporting: bool = False
    terms: tuple[str, ...] = ()
    _field_scale: Fraction = field(default=Fraction(1), repr=False)

    @property
    def is_posted(self) -> bool:
        """Whether records post amounts to it."""
        return not self.offered and self.aggregation.is_posted

    @property
    def is_tallied(self) -> bool:
        """Whether its amounts add up over units and days, so that the book keeps tallies of it.

        A distinct count, a stock and a reading are asked of the postings; a rate and a total are computed.
        """
        adds_up = self.aggregation in (Aggregation.COUNT, Aggregation.SUM)
        return adds_up and self.distinct is None and not self.offered

    def amount(self, value: Decimal | int) -> int:
        """The steps that a value of the record's field adds: 1,200 人 are 0.12 万人, 1,200 steps of a ten-thousandth.

        Raises:
            BadQuantity: the value is finer than a step, or no finite number.
        """
        if self._field_scale == 1:
            return steps(value, self.decimals)
        scaled = Decimal(value) * self._field_scale.numerator / self._field_scale.denominator
        return steps(scaled, self.decimals)


def _field_scale(fields: Mapping[str, Field_], measure: Measure) -> Fraction:
    """What a value of the summed field is multiplied by to be in the measure's unit."""
    summed = fields.get(measure.field or measure.key)
    if summed is None or not summed.measure_unit:
        word = measure.unit if summed is None else ""
    else:
        word = summed.measure_unit
    if summed is not None and summed.measure_unit == measure.unit:
        return Fraction(1)
    return Fraction(MeasureUnit.parse(word).scale, MeasureUnit.parse(measure.unit).scale)


def measure_series(kind: Kind, measure: Measure, version: str) -> SeriesDefinition:
    """The series of a whole measure."""
    summed = measure.aggregation in (Aggregation.SUM, Aggregation.READING) or measure.field is not None
    return SeriesDefinition(
        key=f"{kind.key}.{measure.key}",
        name=measure.name,
        unit=measure.unit,
        decimals=measure.decimals,
        aggregation=measure.aggregation,
        version=version,
        kind=kind.key,
        measure=measure.key,
        also_units=measure.also_units,
        distinct=measure.distinct,
        dated_by=measure.dated_by,
        per=measure.per,
        numerator=measure.numerator or measure.of,
        denominator=measure.denominator,
        supporting=measure.supporting,
        terms=measure.terms,
        _field_scale=_field_scale({each.key: each for each in kind.fields}, measure) if summed else Fraction(1),
    )


def breakdown_choices(
    kind: Kind, measure: Measure, choices: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[str, str]]:
    """The field and choice pairs that narrow a measure, in the order of the kind's fields.

    A measure that is already restricted to one choice of a field is not broken down by it, and never by a choice
    that its restriction leaves out.

    Args:
        kind: the kind.
        measure: one of its measures.
        choices: the choices of every open list, by its key.
    """
    if not measure.aggregation.is_posted:
        return
    for each in kind.fields:
        if not each.breakdown:
            continue
        offered = each.choices + choices.get(each.list or "", ())
        wanted = measure.where.get(each.key, "set")
        allowed = offered if wanted == "set" else wanted if isinstance(wanted, tuple) else (wanted,)
        left = [choice for choice in offered if choice in allowed]
        if wanted == "set" or len(left) > 1:
            yield from ((each.key, choice) for choice in left)


def choice_key(whole: str, field_key: str, choice: str) -> str:
    """The key of the series that narrows a measure to one choice of a field."""
    return f"{whole}[{field_key}={choice}]"


def chosen_series(whole: SeriesDefinition, field_key: str, choice: str) -> SeriesDefinition:
    """The series of a measure for one choice of a field."""
    return replace(
        whole,
        key=choice_key(whole.key, field_key, choice),
        name=f"{whole.name}（{choice}）",
        choice=(field_key, choice),
    )
