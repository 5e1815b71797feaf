"""The import template of a kind: heads with units, drop-downs, notes, and a sheet that explains how to fill it in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter

from bihuan.catalog.schema import Field_, FieldType, Kind
from bihuan.records.act import AttendeeRole, State
from bihuan.records.columns import Own, Target, field_head, head_of, people_head
from bihuan.records.fields import Choices, own_fields
from bihuan.records.tables import GUIDE

DATA, OPTIONS = "记录", "选项"
ROWS_READY = 2_000
"""Rows that have their drop-downs and formats; more can be filled in without."""

_LONGEST_LIST = 255
_WIDEST = 40
_HOW = {
    FieldType.TEXT: "文字",
    FieldType.REFERENCE: "文号、编号等，60 字以内",
    FieldType.PERIOD: "时段，写成 2023、2023-H1、2023-Q2 或 2023-06",
    FieldType.DAY: "日期，写成 2023-06-05",
    FieldType.NUMBER: "数字",
    FieldType.YES_NO: "是 或 否",
    FieldType.CHOICE: "从下拉选项中选",
    FieldType.PERSON: "人员代码，或不重名的姓名",
    FieldType.POST: "岗位名称",
    FieldType.UNIT: "单位代码或全称",
}
_EXAMPLES = {
    FieldType.TEXT: "……",
    FieldType.REFERENCE: "〔2023〕5号",
    FieldType.PERIOD: "2023-06",
    FieldType.DAY: "2023-06-05",
    FieldType.NUMBER: "12",
    FieldType.YES_NO: "是",
    FieldType.PERSON: "张三",
    FieldType.POST: "党支部书记",
    FieldType.UNIT: "单位全称",
}


@dataclass(frozen=True, slots=True)
class Head:
    """A column of the template.

    Attributes:
        name: its head.
        target: what it holds.
        how: how it is filled in.
        example: what a filled cell looks like.
        required: whether an act that was held needs it.
        choices: the words of its drop-down, if it has one.
        is_day: whether its cells are days.
    """

    name: str
    target: Target
    how: str
    example: str
    required: bool = False
    choices: tuple[str, ...] = ()
    is_day: bool = False


def heads_of(kind: Kind, choices: Choices) -> list[Head]:
    """The columns of a kind in the order of its fields, its own day and unit first, people last."""
    heads = [
        Head(
            head_of(kind, Own.HAPPENED), Own.HAPPENED, _HOW[FieldType.DAY], "2023-06-05", required=True, is_day=True
        ),
        Head(head_of(kind, Own.UNIT), Own.UNIT, "单位代码或全称；不填就是导入时指定的单位", "单位全称"),
    ]
    if not kind.act_only:
        heads.append(Head(head_of(kind, Own.TITLE), Own.TITLE, "一句话，便于查找", f"{kind.name}……"))
    if kind.standing:
        required = any(each.required and each.key == kind.until_field for each in kind.fields)
        how = "最后有效的一天，仍有效的不填"
        heads.append(Head(head_of(kind, Own.UNTIL), Own.UNTIL, how, "2023-12-31", required=required, is_day=True))
    states = tuple(state.label for state in State)
    heads.append(Head(head_of(kind, Own.STATE), Own.STATE, "不填就是已开展", State.HELD.label, choices=states))
    own = own_fields(kind)
    heads += [_field_column(each, choices.get(each.key, ())) for each in kind.fields if each.key not in own]
    heads += [Head(people_head(role), role, "人员代码或姓名，多人用、隔开", "张三、李四") for role in AttendeeRole]
    return heads


def _field_column(field: Field_, choices: tuple[str, ...]) -> Head:
    words = ("是", "否") if field.type is FieldType.YES_NO else choices
    how = _HOW[field.type]
    if field.type is FieldType.NUMBER:
        how = f"数字，单位是{field.measure_unit or '个数'}" + (
            f"，最多 {field.decimals} 位小数" if field.decimals else ""
        )
    if field.type is FieldType.CHOICE and not choices:
        how = "本单位还没有填写选项清单，请先留空"
    example = choices[0] if choices else _EXAMPLES.get(field.type, "")
    return Head(
        name=field_head(field),
        target=field,
        how="；".join(part for part in (how, field.hint) if part),
        example=example,
        required=field.required,
        choices=words,
        is_day=field.type is FieldType.DAY,
    )


def write_template(kind: Kind, choices: Choices, to: Path) -> None:
    """Write the template of a kind as an xlsx file; what is filled in on its first sheet imports as it is."""
    heads = heads_of(kind, choices)
    with xlsxwriter.Workbook(to, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        _write_data(book, heads)
        _write_guide(book, kind, heads)


def _write_data(book: xlsxwriter.Workbook, heads: Sequence[Head]) -> None:
    sheet = book.add_worksheet(DATA)
    options = None
    plain = book.add_format(
        {"bold": True, "bg_color": "#EEF2F7", "border": 1, "text_wrap": True, "valign": "vcenter"}
    )
    needed = book.add_format(
        {"bold": True, "bg_color": "#FBE5D6", "border": 1, "text_wrap": True, "valign": "vcenter"}
    )
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.freeze_panes(1, 0)
    sheet.set_row(0, 32)
    for column, head in enumerate(heads):
        sheet.write_string(0, column, head.name, needed if head.required else plain)
        sheet.write_comment(0, column, ("必填。" if head.required else "") + head.how, {"x_scale": 1.5})
        sheet.set_column(column, column, min(max(len(head.name) * 2 + 2, 12), _WIDEST), day if head.is_day else None)
        if not head.choices:
            continue
        source: list[str] | str = list(head.choices)
        if len(",".join(head.choices)) > _LONGEST_LIST or any("," in word for word in head.choices):
            # A list written into the cell's rule is cut at 255 characters and at every comma.
            if options is None:
                options = book.add_worksheet(OPTIONS)
                options.hide()
            options.write_column(0, column, head.choices)
            letter = xlsxwriter.utility.xl_col_to_name(column, col_abs=True)
            source = f"={OPTIONS}!{letter}$1:{letter}${len(head.choices)}"
        rule = {
            "validate": "list",
            "source": source,
            "error_title": "请从选项中选",
            "error_message": f"“{head.name[:20]}”只能填下拉选项中的词。",
        }
        sheet.data_validation(1, column, ROWS_READY, column, rule)


def _write_guide(book: xlsxwriter.Workbook, kind: Kind, heads: Sequence[Head]) -> None:
    sheet = book.add_worksheet(GUIDE)
    bold = book.add_format({"bold": True, "bg_color": "#EEF2F7", "border": 1})
    lines = (
        f"{kind.name}：导入模板",
        "在“记录”表中每行填一条记录，表头可以调换顺序，不用的列可以删去，请不要合并单元格。",
        "橙色的栏目，已开展的记录必须填写。数字可以带单位，如 0.12亿元，会自动换算。",
        f"填好后导入：bihuan import {kind.key} 文件名.xlsx --unit 单位代码",
    )
    sheet.write_column(0, 0, lines)
    top = len(lines) + 1
    for column, (name, width) in enumerate(
        (("栏目", 30), ("必填", 8), ("怎么填", 50), ("示例", 30), ("可填的词", 60))
    ):
        sheet.write_string(top, column, name, bold)
        sheet.set_column(column, column, width)
    for row, head in enumerate(heads, start=top + 1):
        said = (head.name, "是" if head.required else "", head.how, head.example, "、".join(head.choices))
        for column, text in enumerate(said):
            sheet.write_string(row, column, text)
