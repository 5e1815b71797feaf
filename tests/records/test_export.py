"""Exports and templates: what was written reads back as it was, and nothing in it runs."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from bihuan.catalog.loaded import catalogue
from bihuan.organisations.errors import UnknownUnit
from bihuan.records.act import Act, Attendee, AttendeeRole, EvidenceFile, State
from bihuan.records.acts import record_act, void
from bihuan.records.columns import EXPORTED
from bihuan.records.errors import BadExport, CannotWrite
from bihuan.records.exporting import ALL, export_records, export_template
from bihuan.records.importing import Source, import_records
from bihuan.records.models import Record
from bihuan.records.queries import Search, record_for
from bihuan.records.tables import GUIDE
from bihuan.records.templates import DATA, OPTIONS
from bihuan.values.actor import Actor
from bihuan.values.figure import Figure
from bihuan.values.period import Period
from records.acts import item, meeting

KIND = "party_committee_meeting"


def filled_in(template: Path, *rows: dict[str, str | float | date]) -> Path:
    """The template with rows typed under its heads, as a person does it."""
    book = openpyxl.load_workbook(template)
    page = book[DATA]
    heads = [cell.value for cell in page[1]]
    for number, row in enumerate(rows, start=2):
        for head, value in row.items():
            page.cell(number, heads.index(head) + 1, value)
    book.save(template)
    return template


def test_a_filled_template_imports_as_it_is(
    recorder: Actor, people: None, tmp_path: Path, figure: Callable[..., Figure]
) -> None:
    template = tmp_path / "模板.xlsx"
    export_template("audit", template)
    rows: list[dict[str, str | float | date]] = [
        {"审计日期": date(2023, 5, 9), "审计金额（万元）": 1153.4, "审计类型": "巡审一体", "人员·主持": "张三"},
        {
            "审计日期": "2023年5月10日",
            "单位": "东城一站",
            "审计金额（万元）": "20万元",
            "状态": "已开展",
            "标题": "二",
        },
    ]
    result = import_records(recorder, Source(filled_in(template, *rows), "audit", "dc"))
    assert (result.rows, figure("audit.amount").text) == (2, "1173.4万元")
    assert figure("audit.audits[audit_type=巡审一体]").value == 1


@pytest.mark.parametrize("kind", sorted(catalogue().kinds))
def test_every_kind_has_a_template_whose_heads_are_understood(kind: str, tmp_path: Path) -> None:
    from bihuan.records.columns import columns_of
    from bihuan.records.tables import open_table

    template = tmp_path / f"{kind}.xlsx"
    export_template(kind, template)
    head = open_table(template).head
    columns, problems = columns_of(catalogue().kind(kind), head.cells, head.number, 0)
    assert not problems
    assert len(columns) == len(head.cells)


def test_a_template_offers_choices_units_notes_and_a_guide(tmp_path: Path) -> None:
    template = tmp_path / "模板.xlsx"
    export_template("audit", template)
    book = openpyxl.load_workbook(template)
    page = book[DATA]
    assert "审计金额（万元）" in [cell.value for cell in page[1]]
    rules = {str(rule.sqref): rule.formula1 for rule in page.data_validations.dataValidation}
    assert '"计划,已开展,取消"' in rules.values()
    assert all(cell.comment for cell in page[1])
    assert any("审计金额" in str(row[0].value) for row in book[GUIDE].iter_rows())


def test_a_list_too_long_for_a_cells_rule_goes_to_a_hidden_sheet(tmp_path: Path) -> None:
    from bihuan.records.templates import write_template

    kind = catalogue().kind("audit")
    words = tuple(f"很长很长的选项第{n}种" for n in range(60))
    write_template(kind, {"audit_type": words}, tmp_path / "长.xlsx")
    book = openpyxl.load_workbook(tmp_path / "长.xlsx")
    assert book[OPTIONS].sheet_state == "hidden"
    (rule,) = [r for r in book[DATA].data_validations.dataValidation if OPTIONS in r.formula1]
    assert rule.formula1.endswith("$60")


@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
def test_what_was_exported_imports_again_as_it_was(
    recorder: Actor, people: None, tmp_path: Path, ending: str
) -> None:
    act = replace(
        meeting("dc1", special_topic="专题研究保密", chair="p1", minutes_ref="=HYPERLINK(1)"),
        title="+六月，含\n换行",
        people=(Attendee("p1", AttendeeRole.CHAIR), Attendee("p2"), Attendee("p3")),
        evidence=(EvidenceFile("纪要.pdf", b"minutes"),),
    )
    first = record_act(recorder, act)
    path = tmp_path / f"导出{ending}"
    assert export_records(recorder, Search(kind=KIND), path).records == 1
    void(recorder, first, "搬家")
    import_records(recorder, Source(path, KIND, "dc"))
    old, new = record_for(recorder, first), record_for(recorder, Record.objects.latest("pk").pk)
    assert (new.fields, new.people, new.line.title) == (old.fields, old.people, old.line.title)
    assert (new.line.unit, new.line.happened, new.line.state) == (old.line.unit, old.line.happened, old.line.state)


def test_no_cell_of_an_export_runs_as_a_formula(recorder: Actor, tmp_path: Path) -> None:
    record_act(recorder, replace(meeting(), title="=cmd|' /C calc'!A0"))
    export_records(recorder, Search(kind=KIND), tmp_path / "a.csv")
    export_records(recorder, Search(kind=KIND), tmp_path / "a.xlsx")
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert "'=cmd|' /C calc'!A0" in cells
    assert not [cell for cell in cells if cell[:1] in "=+@" and cell]
    page = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    assert not [cell for row in page.iter_rows() for cell in row if cell.data_type == "f"]


def test_an_export_says_who_entered_what_and_how_late(recorder: Actor, tmp_path: Path) -> None:
    number = record_act(recorder, replace(meeting(), evidence=(EvidenceFile("纪要.pdf", b"x"),)))
    export_records(recorder, Search(kind=KIND), tmp_path / "a.xlsx")
    page = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    rows = list(page.iter_rows(values_only=True))
    assert rows[0][-5:] == EXPORTED
    assert rows[1][-5:] == (number, "2023-07-01 09:00:00", "李文书", 26, "纪要.pdf")


def test_exact_numbers_leave_whole(recorder: Actor, tmp_path: Path) -> None:
    exact = Decimal("123456789.123456")
    record_act(recorder, Act("audit", "dc", date(2023, 5, 9), fields={"amount": exact}))
    export_records(recorder, Search(kind="audit"), tmp_path / "a.xlsx")
    import_records(recorder, Source(tmp_path / "a.xlsx", "audit", "dc"))
    fields = [record_for(recorder, row.pk).fields for row in Record.objects.order_by("pk")]
    assert fields == [{"amount": exact}] * 2


def test_all_kinds_stand_on_sheets_of_their_own(recorder: Actor, tmp_path: Path) -> None:
    record_act(recorder, replace(meeting(), parts=(item(), item("二"))))
    record_act(recorder, replace(meeting(day=date(2023, 3, 1)), state=State.PLANNED))
    made = export_records(recorder, Search(kind=ALL), tmp_path / "a.xlsx")
    assert (made.records, made.sheets) == (4, 2)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert {sheet.title: sheet.max_row - 1 for sheet in book} == {"党委会（党组会）": 2, "会议议题": 2}


def test_an_export_holds_only_what_was_asked_for_and_may_be_seen(
    recorder: Actor, outsider: Actor, inspector: Actor, tmp_path: Path
) -> None:
    record_act(recorder, meeting())
    record_act(recorder, meeting("dc1", date(2023, 3, 1)))
    record_act(outsider, meeting("xc"))
    to = tmp_path / "a.xlsx"
    march = Period.parse("2023-03")
    assert export_records(recorder, Search(kind=KIND), to).records == 2
    assert export_records(outsider, Search(kind=KIND), to).records == 1
    assert export_records(inspector, Search(kind=KIND), to).records == 3
    assert export_records(inspector, Search(kind=KIND, unit="dc", period=march), to).records == 1
    with pytest.raises(UnknownUnit):
        export_records(outsider, Search(kind=KIND, unit="dc"), to)


def test_what_cannot_be_exported_is_said_and_leaves_no_file(recorder: Actor, tmp_path: Path) -> None:
    for search, name in (
        (Search(kind=KIND), "a.pdf"),
        (Search(kind=ALL), "a.csv"),
        (Search(kind=KIND), "无/a.csv"),
    ):
        with pytest.raises(BadExport):
            export_records(recorder, search, tmp_path / name)
    with pytest.raises(BadExport):
        export_template(KIND, tmp_path / "a.csv")
    assert not list(tmp_path.glob("*.*"))


def test_a_file_that_cannot_be_written_is_a_sentence_and_leaves_nothing(recorder: Actor) -> None:
    # Nobody writes there, whatever they may do elsewhere.
    for name in ("台账.xlsx", "台账.csv"):
        with pytest.raises(CannotWrite, match="腾出磁盘空间"):
            export_records(recorder, Search(kind=KIND), Path("/proc/self") / name)
