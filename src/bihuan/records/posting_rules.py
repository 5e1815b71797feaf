"""What an act posts to the book, by the measures of its kind. Pure: a kind and an act in, lines out."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from bihuan.book.vouchers import Line
from bihuan.catalog.schema import Aggregation, Field_, Kind, Measure, Quorum, Wanted
from bihuan.catalog.series import SeriesDefinition, breakdown_choices, chosen_series, measure_series
from bihuan.records.act import Act, State, Value
from bihuan.records.fields import own_fields

LONGEST_ITEM = 200
_DAY = timedelta(days=1)
_EXACT = 2**53
_NO_LISTS: Mapping[str, tuple[str, ...]] = MappingProxyType({})


def lines(kind: Kind, act: Act, lists: Mapping[str, tuple[str, ...]] = _NO_LISTS) -> tuple[Line, ...]:
    """What the act posts; see `PostingRules` for asking it of many acts.

    Raises:
        BadQuantity: an amount is finer than its measure's step, or too large for the book.
    """
    return PostingRules(kind, lists).lines(act)


class PostingRules:
    """The posting rules of one kind, read once and asked of many acts.

    Args:
        kind: the kind.
        lists: the choices of the open lists, by the list's key; a breakdown by one needs its choices.
    """

    def __init__(self, kind: Kind, lists: Mapping[str, tuple[str, ...]] = _NO_LISTS) -> None:
        self._kind = kind
        self._quorum = kind.quorum
        self._asks_own_fields = bool(own_fields(kind) & {key for measure in kind.measures for key in _asked(measure)})
        self._measures = tuple(
            _MeasureRule.of(kind, measure, lists) for measure in kind.measures if measure.aggregation.is_posted
        )

    def counts(self, act: Act) -> bool:
        """Whether the act posts at all: it was held, and where the kind asks for a quorum it had one."""
        return act.state is State.HELD and (self._quorum is None or is_quorate(self._quorum, act.fields))

    def lines(self, act: Act) -> tuple[Line, ...]:
        """What the act posts: for each measure the whole and each choice that it is broken down by.

        Raises:
            BadQuantity: an amount is finer than its measure's step, or too large for the book.
        """
        if not self.counts(act):
            return ()
        values = with_own_fields(self._kind, act) if self._asks_own_fields else act.fields
        posted: list[Line] = []
        for rule in self._measures:
            rule.add_lines(posted, act, values)
        return tuple(posted)


def is_quorate(quorum: Quorum, fields: Mapping[str, Value]) -> bool:
    """Whether enough of those due were present; without the numbers nobody can say so, and it does not count."""
    present, due = fields.get(quorum.present), fields.get(quorum.due)
    if not isinstance(present, int | Decimal) or not isinstance(due, int | Decimal) or due <= 0:
        return False
    share, wanted = Fraction(present) / Fraction(due), Fraction(quorum.share)
    return share > wanted if quorum.more else share >= wanted


def with_own_fields(kind: Kind, act: Act) -> Mapping[str, Value]:
    """The fields with those that stand for the act's own day, end and unit."""
    own: dict[str | None, Value] = {
        kind.day_field: act.happened,
        kind.until_field: act.until,
        kind.unit_field: act.unit,
    }
    named = {key: value for key, value in own.items() if key is not None}
    return {**act.fields, **named} if named else act.fields


@dataclass(frozen=True, slots=True)
class _MeasureRule:
    """One measure: when it applies, what it adds, and the series of each choice it is broken down by.

    An import asks this of hundreds of thousands of rows, so what does not depend on the act is worked out once.

    Attributes:
        key: of the series of the whole measure.
        conditions: ``where`` with each wanted value as a set; None for 'filled in'.
        summed: the field whose value is the amount, or None where an entry counts as one.
        one: the steps of one: of an entry that counts, or of one in the unit of the summed field.
        has_item: whether distinct values are counted, or readings kept apart.
        is_stock: whether an entry that ends is taken out again.
        breakdowns: for each field, the key of the series of each of its choices.
    """

    measure: Measure
    series: SeriesDefinition
    key: str
    conditions: tuple[tuple[str, frozenset[Value] | None], ...]
    summed: str | None
    one: int
    has_item: bool
    is_stock: bool
    breakdowns: tuple[tuple[str, Mapping[str, str]], ...]

    @classmethod
    def of(cls, kind: Kind, measure: Measure, lists: Mapping[str, tuple[str, ...]]) -> _MeasureRule:
        whole = measure_series(kind, measure, "")
        by_field: dict[str, dict[str, str]] = {}
        for key, choice in breakdown_choices(kind, measure, lists):
            by_field.setdefault(key, {})[choice] = chosen_series(whole, key, choice).key
        sums = measure.aggregation in (Aggregation.SUM, Aggregation.READING)
        summed = measure.field or (measure.key if sums and not measure.days_between else None)
        return cls(
            measure=measure,
            series=whole,
            key=whole.key,
            conditions=tuple((key, _wanted(value)) for key, value in measure.where.items()),
            summed=summed,
            one=whole.amount(1) if summed else 10**measure.decimals,
            has_item=measure.distinct is not None or measure.per is not None,
            is_stock=measure.aggregation is Aggregation.STOCK,
            breakdowns=tuple(by_field.items()),
        )

    def add_lines(self, posted: list[Line], act: Act, values: Mapping[str, Value]) -> None:
        """Add the lines of the measure: none where it does not apply, or a value that it needs is empty."""
        measure = self.measure
        day = act.happened if measure.dated_by is None else self._other_day(act, values)
        if day is None or not self._applies(values):
            return
        amount = self.one if self.summed is None and measure.days_between is None else self._amount(values)
        item = self._item(act, values) if self.has_item else ""
        if amount is None or item is None:
            return
        closing = None
        if self.is_stock and act.until is not None:
            if act.until < day:
                return
            closing = act.until + _DAY
        _add(posted, Line(self.key, day, amount, item), closing)
        for field, by_choice in self.breakdowns:
            key = by_choice.get(values.get(field))  # type: ignore[arg-type]
            if key is not None:
                _add(posted, Line(key, day, amount, item), closing)

    def _other_day(self, act: Act, values: Mapping[str, Value]) -> date | None:
        """The day of ``dated_by``, where it is filled in and lies as many years later as it has to."""
        day = values.get(self.measure.dated_by or "")
        if not isinstance(day, date):
            return None
        later = self.measure.years_later
        return day if later is None or day.year - act.happened.year == later else None

    def _applies(self, values: Mapping[str, Value]) -> bool:
        for key, wanted in self.conditions:
            value = values.get(key)
            if value is None if wanted is None else value not in wanted:
                return False
        if self.measure.on_time is None:
            return True
        done, due = (values.get(key) for key in self.measure.on_time)
        return isinstance(done, date) and isinstance(due, date) and done <= due

    def _amount(self, values: Mapping[str, Value]) -> int | None:
        if self.measure.days_between is not None:
            first, last = (values.get(key) for key in self.measure.days_between)
            if not isinstance(first, date) or not isinstance(last, date):
                return None
            return self.series.amount((last - first).days)
        value = values.get(self.summed or "")
        # A zero that was written down posts: it is a proven zero, not a missing entry.
        if value.__class__ is int and -_EXACT < value * self.one < _EXACT:
            return value * self.one
        return self.series.amount(value) if isinstance(value, int | Decimal) else None

    def _item(self, act: Act, values: Mapping[str, Value]) -> str | None:
        """What is counted once, or read apart; None where a distinct count has nothing to count."""
        if self.measure.distinct is not None:
            value = values.get(self.measure.distinct)
            return None if value is None else item_text(value)
        if self.measure.per == "unit":
            return act.unit
        return item_text(values.get(self.measure.per or ""))


def _add(posted: list[Line], line: Line, closing: date | None) -> None:
    posted.append(line)
    if closing is not None:
        posted.append(Line(line.series, closing, -line.amount, line.item, closes=True))


def item_text(value: Value) -> str:
    """The one text of a value that is counted once. A long one keeps its beginning and a digest of the whole."""
    text = "" if value is None else str(value)
    if len(text) <= LONGEST_ITEM:
        return text
    return f"{text[: LONGEST_ITEM - 33]}#{hashlib.sha256(text.encode()).hexdigest()[:32]}"


def choices_of(kind: Kind, lists: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """The words that each choice field of the kind allows."""
    return {each.key: _offered(each, lists) for each in kind.fields if each.choices or each.list}


def _offered(field: Field_, lists: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    return field.choices or lists.get(field.list or "", ())


def _asked(measure: Measure) -> set[str | None]:
    """The fields that a measure asks for."""
    days = (*(measure.on_time or ()), *(measure.days_between or ()))
    return {measure.field, measure.key, measure.distinct, measure.dated_by, measure.per, *measure.where, *days}


def _wanted(value: Wanted) -> frozenset[Value] | None:
    if value == "set":
        return None
    return frozenset(value) if isinstance(value, tuple) else frozenset({value})
