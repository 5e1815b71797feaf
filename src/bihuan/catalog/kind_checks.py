"""Checks within one kind: fields and measures that fit together. Every check yields every problem it sees."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction

from bihuan.catalog.drafts import Placed
from bihuan.catalog.nearest import did_you_mean
from bihuan.catalog.schema import Aggregation, Field_, FieldType, Kind, Measure, Wanted
from bihuan.catalog.yaml_reading import Path_
from bihuan.values.problem import Problem
from bihuan.values.quantity import MeasureUnit

_COMPUTED_ONLY = ("numerator", "denominator", "of")
_POSTED_ONLY = (
    "field",
    "where",
    "on_time",
    "distinct",
    "dated_by",
    "years_later",
    "days_between",
    "per",
)


def check_kind(placed: Placed[Kind]) -> Iterator[Problem]:
    """Every problem within a kind."""
    fields = {each.key: each for each in placed.value.fields}
    for check in _CHECKS:
        yield from check(placed, fields)


def _keys_once(placed: Placed[Kind], _fields: Mapping[str, Field_]) -> Iterator[Problem]:
    keys = {
        "fields": [each.key for each in placed.value.fields],
        "measures": [each.key for each in placed.value.measures],
    }
    for name, found in keys.items():
        word = "栏目" if name == "fields" else "计量"
        for index, key in enumerate(found):
            if key in found[:index]:
                yield placed.problem((name, index), f"{word} {key} 写了两遍", "改名或删去一个")


def _special_fields(placed: Placed[Kind], fields: Mapping[str, Field_]) -> Iterator[Problem]:
    kind = placed.value
    wanted = {
        "day_field": (kind.day_field, FieldType.DAY),
        "until_field": (kind.until_field, FieldType.DAY),
        "unit_field": (kind.unit_field, FieldType.UNIT),
    }
    for name, (key, type_) in wanted.items():
        if key is not None:
            yield from _field_of_type(placed, fields, ((name,), key), type_)
    if kind.quorum is not None:
        for name in ("present", "due"):
            key = getattr(kind.quorum, name)
            yield from _field_of_type(placed, fields, (("quorum", name), key), FieldType.NUMBER)
    if kind.until_field and not kind.standing:
        yield placed.problem(("until_field",), "有 until_field 而不是登记簿", "加上 standing: true")


def _field_of_type(
    placed: Placed[Kind], fields: Mapping[str, Field_], named: tuple[Path_, str], type_: FieldType
) -> Iterator[Problem]:
    """A problem where the named field is absent or of another type."""
    path, key = named
    found = fields.get(key)
    if found is None:
        yield placed.problem(path, f"没有栏目 {key}", did_you_mean(key, fields) or "先在 fields 里写上它")
    elif found.type is not type_:
        yield placed.problem(path, f"栏目 {key} 的类型是 {found.type}", f"这里要用类型为 {type_} 的栏目")


def _fields_make_sense(placed: Placed[Kind], _fields: Mapping[str, Field_]) -> Iterator[Problem]:
    for index, each in enumerate(placed.value.fields):
        for name, message, mend in _field_faults(each):
            yield placed.problem(("fields", index, name), f"栏目 {each.key} {message}", mend)
        if placed.value.act_only and each.type is FieldType.TEXT:
            yield placed.problem(
                ("fields", index),
                f"事项只记行为（act_only），栏目 {each.key} 却能填任意文字",
                "改为选项、数字、日期、岗位、单位或 reference，或者删去",
            )


def _field_faults(each: Field_) -> Iterator[tuple[str, str, str]]:
    is_choice, is_number = each.type is FieldType.CHOICE, each.type is FieldType.NUMBER
    if is_choice and not (each.choices or each.list):
        yield "choices", "是选项，却没有选项", "写 choices 列出选项，或写 list 指向开放清单"
    if not is_choice and (each.choices or each.list or each.breakdown):
        yield "type", "有选项或分类，类型却不是 choice", "写 type: choice"
    if not is_number and (each.decimals or each.measure_unit):
        yield "type", "有单位或小数位，类型却不是 number", "写 type: number"
    if len(set(each.choices)) < len(each.choices):
        yield "choices", "有重复的选项", "删去重复的"
    for choice in each.choices:
        if "[" in choice or "]" in choice:
            yield "choices", f"的选项“{choice}”含方括号", "改用圆括号"


def _measures_make_sense(placed: Placed[Kind], fields: Mapping[str, Field_]) -> Iterator[Problem]:
    for index, measure in enumerate(placed.value.measures):
        for path, message, mend in _measure_faults(measure, fields, standing=placed.value.standing):
            yield placed.problem(("measures", index, *path), f"计量 {measure.key} {message}", mend)


Fault = tuple[Path_, str, str]


def _measure_faults(measure: Measure, fields: Mapping[str, Field_], *, standing: bool) -> Iterator[Fault]:
    if not measure.aggregation.is_posted:
        yield from _computed_faults(measure)
        return
    for name in _COMPUTED_ONLY:
        if getattr(measure, name):
            yield (name,), f"是 {measure.aggregation}，不能有 {name}", "只有 rate 和 total 由其他科目算出"
    if measure.aggregation is Aggregation.STOCK and not standing:
        yield ("aggregation",), "是 stock，事项却不是登记簿", "给事项加上 standing: true，或改用 reading"
    yield from _summed_faults(measure, fields)
    yield from _day_faults(measure, fields)
    for key, wanted in measure.where.items():
        yield from _where_faults(key, wanted, fields)
    for name, named in (("distinct", measure.distinct), ("per", measure.per)):
        if named and named not in fields and (name, named) != ("per", "unit"):
            mend = did_you_mean(named, fields) or "先写上这个栏目"
            yield (name,), f"的 {name} 没有对应的栏目 {named}", mend
    if measure.per and measure.aggregation is not Aggregation.READING:
        yield ("per",), "有 per，却不是 reading", "删去 per，或改用 reading"


def _computed_faults(measure: Measure) -> Iterator[Fault]:
    is_rate = measure.aggregation is Aggregation.RATE
    for name in _POSTED_ONLY:
        if getattr(measure, name) not in (None, {}):
            yield (name,), f"是 {measure.aggregation}，不能有 {name}", "把条件写在它引用的科目上"
    if is_rate and not (measure.numerator and measure.denominator):
        yield (), "是 rate，缺分子或分母", "写上 numerator 和 denominator"
    if is_rate == bool(measure.of):
        yield (), f"是 {measure.aggregation}，of 只给 total 用且必须有", "检查 aggregation 和 of"
    if not is_rate and (measure.numerator or measure.denominator):
        yield (), "是 total，不能有 numerator 和 denominator", "改写成 of"


def _summed_faults(measure: Measure, fields: Mapping[str, Field_]) -> Iterator[Fault]:
    """The field that is summed or read is there, is a number, and fits the measure's unit and step."""
    sums = measure.aggregation in (Aggregation.SUM, Aggregation.READING)
    if measure.aggregation is Aggregation.COUNT and measure.field:
        yield ("field",), "是 count，不能有 field", "改用 sum，或删去 field"
    if measure.days_between or not (sums or measure.field):
        return
    key = measure.field or measure.key
    summed = fields.get(key)
    if summed is None:
        yield ("field",), f"没有可以相加的栏目 {key}", did_you_mean(key, fields) or "写 field，或加上这个栏目"
    elif summed.type is not FieldType.NUMBER:
        yield ("field",), f"要相加的栏目 {key} 不是数字", "把栏目写成 type: number"
    else:
        yield from _unit_faults(measure, summed)


def _unit_faults(measure: Measure, summed: Field_) -> Iterator[Fault]:
    source, target = MeasureUnit.parse(summed.measure_unit), MeasureUnit.parse(measure.unit)
    if source.scale != target.scale and summed.measure_unit and source.base != target.base:
        yield (
            ("unit",),
            f"的单位 {measure.unit} 与栏目 {summed.key} 的单位 {summed.measure_unit} 不能换算",
            "写成同一种单位，如 人 与 万人",
        )
        return
    finest = Fraction(source.scale, target.scale) / 10**summed.decimals
    if (finest * 10**measure.decimals).denominator != 1:
        yield (
            ("decimals",),
            f"只留 {measure.decimals} 位小数，装不下栏目 {summed.key} 的最小值",
            "加大 decimals，如 万元 用 6 位，万人 用 4 位",
        )


def _day_faults(measure: Measure, fields: Mapping[str, Field_]) -> Iterator[Fault]:
    pairs: list[tuple[str, str | None]] = [("dated_by", measure.dated_by)]
    pairs += [("on_time", key) for key in measure.on_time or ()]
    pairs += [("days_between", key) for key in measure.days_between or ()]
    for name, key in pairs:
        if key is None:
            continue
        found = fields.get(key)
        if found is None:
            yield (name,), f"的 {name} 没有对应的栏目 {key}", did_you_mean(key, fields) or "先写上这个栏目"
        elif found.type is not FieldType.DAY:
            yield (name,), f"的 {name} 要用日期栏目，{key} 是 {found.type}", "把栏目写成 type: day"
    if measure.years_later is not None and measure.dated_by is None:
        yield ("years_later",), "有 years_later 而没有 dated_by", "写上 dated_by"
    if measure.days_between and measure.aggregation is not Aggregation.SUM:
        yield ("days_between",), "有 days_between，却不是 sum", "写 aggregation: sum"


def _where_faults(key: str, wanted: Wanted, fields: Mapping[str, Field_]) -> Iterator[Fault]:
    found = fields.get(key)
    if found is None:
        yield ("where", key), f"的条件没有对应的栏目 {key}", did_you_mean(key, fields) or "先写上这个栏目"
        return
    if wanted == "set":
        return
    values = wanted if isinstance(wanted, tuple) else (wanted,)
    if not values:
        yield ("where", key), f"的条件 {key} 没有任何值", "写上值，或写 set"
    for value in values:
        if not _can_hold(found, value):
            near = did_you_mean(str(value), found.choices)
            yield ("where", key), f"的条件 {key} 不可能是“{value}”", near or "写栏目允许的值，或写 set"


def _can_hold(each: Field_, value: str | int) -> bool:
    match each.type:
        case FieldType.CHOICE:
            return value in each.choices or bool(each.list)
        case FieldType.YES_NO:
            return isinstance(value, bool)
        case FieldType.NUMBER:
            return isinstance(value, int) and not isinstance(value, bool)
        case FieldType.REFERENCE | FieldType.POST | FieldType.UNIT:
            return isinstance(value, str)
        case _:
            return False


def _frequencies_make_sense(placed: Placed[Kind], _fields: Mapping[str, Field_]) -> Iterator[Problem]:
    for index, each in enumerate(placed.value.frequency):
        if each.basis != "regular" and each.times is None:
            yield placed.problem(("frequency", index), f"“{each.act}”写明了频次，却没有 times", "写上次数")


_Check = Callable[[Placed[Kind], Mapping[str, Field_]], Iterator[Problem]]
_CHECKS: tuple[_Check, ...] = (
    _keys_once,
    _special_fields,
    _fields_make_sense,
    _measures_make_sense,
    _frequencies_make_sense,
)
