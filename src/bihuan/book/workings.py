"""Workings: a rate, sum, difference or change out of the figures it is made from, which stay its parts. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from bihuan.book.definitions import Operation, Working
from bihuan.catalog.schema import Operand, Shift
from bihuan.values.figure import Ask, Figure
from bihuan.values.quantity import converted

_PARTS_OF_ONE = {"%": 100, "％": 100, "‰": 1000}


def operand_ask(ask: Ask, operand: Operand) -> Ask:
    """What is asked for an operand when the whole is asked for."""
    return replace(ask, key=operand.series, period=operand.shift.of(ask.period))


def worked_out(ask: Ask, working: Working, single: Mapping[Ask, Figure]) -> Figure:
    """The figure of a working.

    A sum has its operands as parts; everything with two sides has exactly the two sides, each of which may in turn
    be a sum.

    Args:
        ask: what was asked.
        working: how it is worked out.
        single: the figures of all its operands.
    """
    notes = _notes(ask, working)
    if working.operation is Operation.SUM:
        parts = tuple(single[operand_ask(ask, operand)] for operand in working.left)
        value: Fraction | None = _signed_sum(parts, working.left, working.unit)
    else:
        left = _side(ask, working.left, working, single)
        right = _side(ask, working.right, working, single)
        parts = (left, right)
        value = _of_two(working, left, right)
    if value is None:
        unknown = any(part.value is None for part in parts)
        notes = (*notes, "有组成数据暂无结果，无法计算。" if unknown else "作为分母或基数的数据为零，无法计算。")
    return Figure(
        ask=ask,
        name=working.name,
        measure_unit=working.unit,
        value=value,
        members=sum(part.members for part in parts),
        marks=sum(part.marks for part in parts),
        definition=working.text,
        parts=parts,
        notes=notes,
    )


def _side(ask: Ask, operands: tuple[Operand, ...], working: Working, single: Mapping[Ask, Figure]) -> Figure:
    """One side of a working: the operand itself where there is one, else the signed sum of them."""
    parts = tuple(single[operand_ask(ask, operand)] for operand in operands)
    if len(parts) == 1 and operands[0].sign > 0:
        return parts[0]
    unit = parts[0].measure_unit
    return Figure(
        ask=replace(parts[0].ask, key="".join(f"{'+' if o.sign > 0 else '-'}{o.series}" for o in operands)),
        name="".join(_joined(o, part.name, n) for n, (o, part) in enumerate(zip(operands, parts, strict=True))),
        measure_unit=unit,
        value=_signed_sum(parts, operands, unit),
        members=sum(part.members for part in parts),
        marks=sum(part.marks for part in parts),
        definition=f"side of {working.key}; {working.version}",
        parts=parts,
    )


def _joined(operand: Operand, name: str, n: int) -> str:
    sign = "＋" if operand.sign > 0 else "－"
    return name if n == 0 and operand.sign > 0 else sign + name


def _signed_sum(parts: tuple[Figure, ...], operands: tuple[Operand, ...], unit: str) -> Fraction | None:
    """The signed sum in the unit, or None where a part has no value."""
    total = Fraction(0)
    for part, operand in zip(parts, operands, strict=True):
        if part.value is None:
            return None
        total += operand.sign * _in_unit(part.value, part.measure_unit, unit)
    return total


def _of_two(working: Working, left: Figure, right: Figure) -> Fraction | None:
    if left.value is None or right.value is None:
        return None
    scale = _PARTS_OF_ONE.get(working.unit, 1)
    if working.operation is Operation.DIFFERENCE:
        unit = working.unit
        return _in_unit(left.value, left.measure_unit, unit) - _in_unit(right.value, right.measure_unit, unit)
    if right.value == 0:
        return None
    # A share of like things compares them in one unit: 万元 over 元 is no share of anything.
    share = working.operation is Operation.CHANGE_RATE or working.unit in _PARTS_OF_ONE
    top = _in_unit(left.value, left.measure_unit, right.measure_unit) if share else left.value
    if working.operation is Operation.CHANGE_RATE:
        return (top - right.value) / abs(right.value) * scale
    return top / right.value * scale


def _in_unit(value: Fraction, unit: str, to: str) -> Fraction:
    """The value in the other unit; things of another nature (起 and 件 added to 项) are counted as they are."""
    inside = converted(value, unit, to)
    return value if inside is None else inside


def _notes(ask: Ask, working: Working) -> tuple[str, ...]:
    notes: list[str] = []
    if working.overlapping:
        notes.append("各组成部分之间可能有重复，合计数大于去重后的数。")
    shifts = {o.shift for o in (*working.left, *working.right)} - {Shift.NONE}
    if shifts:
        names = "、".join(sorted({shift.of(ask.period).name for shift in shifts}))
        notes.append(f"部分数据取自{names}。")
    return tuple(notes)
