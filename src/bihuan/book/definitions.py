"""What a key means: a posted series, an offered number, or a working over other series. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bihuan.catalog.catalogue import Catalogue
from bihuan.catalog.schema import Aggregation, Formula, Operand, Shift
from bihuan.catalog.series import SeriesDefinition


class Operation(StrEnum):
    """How the two sides of a working become one value; each side is a signed sum of its operands."""

    SUM = "sum"
    DIFFERENCE = "difference"
    RATIO = "ratio"
    CHANGE_RATE = "change_rate"


_OPERATIONS = {
    "sum": Operation.SUM,
    "difference": Operation.DIFFERENCE,
    "rate": Operation.RATIO,
    "change": Operation.DIFFERENCE,
    "change_rate": Operation.CHANGE_RATE,
}


@dataclass(frozen=True)
class Working:
    """A value that is worked out of other series.

    Attributes:
        left: the sum, the minuend, the numerator, or the later of two periods.
        right: what is subtracted, the denominator, or the earlier period; empty for a sum.
        overlapping: whether the same act may be in several operands of a sum.
        version: the pack and its version.
    """

    key: str
    name: str
    unit: str
    operation: Operation
    left: tuple[Operand, ...]
    right: tuple[Operand, ...]
    overlapping: bool
    version: str

    @property
    def text(self) -> str:
        """The definition in words that a digest is made from."""
        right = f" {self.operation} {_written(self.right)}" if self.right else ""
        return f"{self.key} = {_written(self.left)}{right}; {self.version}"


def definition_of(catalogue: Catalogue, key: str) -> SeriesDefinition | Working:
    """What the key means.

    Raises:
        UnknownKey: no loaded pack has it; the sentence names the nearest.
    """
    formula = catalogue.formulas.get(key)
    if formula is not None:
        return _of_formula(formula, catalogue.version_of(key))
    series = catalogue.series(key)
    if series.is_posted or series.offered:
        return series
    is_rate = series.aggregation is Aggregation.RATE
    return Working(
        key=key,
        name=series.name,
        unit=series.unit,
        operation=Operation.RATIO if is_rate else Operation.SUM,
        left=series.numerator,
        right=series.denominator if is_rate else (),
        overlapping=False,
        version=series.version,
    )


def definition_text(series: SeriesDefinition) -> str:
    """The definition of a posted or offered series in words that a digest is made from."""
    how = "offered" if series.offered else str(series.aggregation)
    distinct = f" distinct {series.distinct}" if series.distinct else ""
    return f"{series.key}: {how}{distinct}, {series.unit}; {series.version}"


def _of_formula(formula: Formula, version: str) -> Working:
    operation, left, right = _OPERATIONS[formula.operation], formula.of, tuple[Operand, ...]()
    if formula.operation in ("change", "change_rate"):
        # One operand, whose shift says what it is compared with: the year before, unless the pack says otherwise.
        operand = formula.of[0]
        then = operand.shift if operand.shift is not Shift.NONE else Shift.YEAR_BEFORE
        left = (operand.model_copy(update={"shift": Shift.NONE}),)
        right = (operand.model_copy(update={"shift": then}),)
    elif operation is not Operation.SUM:
        left, right = formula.of[:1], formula.of[1:]
    return Working(
        key=formula.key,
        name=formula.name,
        unit=formula.unit,
        operation=operation,
        left=left,
        right=right,
        overlapping=formula.overlapping,
        version=version,
    )


def _written(operands: tuple[Operand, ...]) -> str:
    return " ".join(
        f"{'+' if operand.sign > 0 else '-'} {operand.series}"
        + (f" @{operand.shift}" if operand.shift is not Shift.NONE else "")
        for operand in operands
    )
