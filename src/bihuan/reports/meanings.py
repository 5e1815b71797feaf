"""What a figure counts, in one Chinese sentence for the reader of an appendix. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from bihuan.catalog.catalogue import Catalogue
from bihuan.catalog.schema import Aggregation, Operand, Shift
from bihuan.catalog.series import SeriesDefinition

_SHIFTS = {Shift.YEAR_BEFORE: "同期", Shift.BEFORE: "上期", Shift.LAST_YEAR: "上年", Shift.TO_DATE: "年初至今"}
_GONE = "目录里已没有这一科目"


def meaning(packs: Catalogue, key: str) -> str:
    """How the figure of a key comes about: 党委会记录的件数; 已履行÷到期."""
    formula = packs.formulas.get(key)
    if formula is not None:
        return _worked_out(packs, formula.operation, formula.of)
    if not packs.has_series(key):
        return _GONE
    series = packs.series(key)
    if series.offered:
        note = packs.offered[key].note if key in packs.offered else ""
        return note or f"由系统逐项算出的{series.name}"
    if series.aggregation is Aggregation.RATE:
        return f"{_operands(packs, series.numerator)}÷{_operands(packs, series.denominator)}"
    if series.aggregation is Aggregation.TOTAL:
        return _operands(packs, series.numerator)
    return _posted(packs, series)


def _posted(packs: Catalogue, series: SeriesDefinition) -> str:
    """The measure of a kind's records, narrowed by a choice where it is."""
    kind = packs.kinds[series.kind]
    fields = {field.key: field.name for field in kind.fields}
    narrowed = f"（{fields.get(series.choice[0], series.choice[0])}：{series.choice[1]}）" if series.choice else ""
    records = f"“{kind.name}”记录{narrowed}"
    measure = next((each.name for each in kind.measures if each.key == series.measure), series.name)
    if series.distinct:
        return f"{records}里不重复的{fields.get(series.distinct, series.distinct)}的个数"
    match series.aggregation:
        case Aggregation.COUNT:
            return f"{records}的件数"
        case Aggregation.STOCK:
            return f"期末在册的{records}，{measure}"
        case Aggregation.READING:
            return f"{records}截至期末最近一次的{measure}"
        case _:
            return f"{records}的{measure}之和"


def _worked_out(packs: Catalogue, operation: str, operands: tuple[Operand, ...]) -> str:
    first, rest = operands[:1], operands[1:]
    match operation:
        case "rate":
            return f"{_operands(packs, first)}÷{_operands(packs, rest)}"
        case "difference":
            return f"{_operands(packs, first)}－{_operands(packs, rest)}"
        case "change" | "change_rate":
            then = _SHIFTS.get(operands[0].shift, _SHIFTS[Shift.YEAR_BEFORE])
            how = "的增减" if operation == "change" else "的增减幅度"
            return f"{_name(packs, operands[0].series)}比{then}{how}"
        case _:
            return _operands(packs, operands)


def _operands(packs: Catalogue, operands: Iterable[Operand]) -> str:
    """A signed sum by the names of its parts; in brackets where there are several."""
    words = ""
    count = 0
    for count, operand in enumerate(operands, 1):
        sign = "－" if operand.sign < 0 else "＋" if count > 1 else ""
        words += f"{sign}{_SHIFTS.get(operand.shift, '')}{_name(packs, operand.series)}"
    return f"（{words}）" if count > 1 else words


def _name(packs: Catalogue, key: str) -> str:
    return packs.series(key).name if packs.has_series(key) else key
