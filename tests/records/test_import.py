"""Importing tables: what comes in, what is refused and how it is said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from django.db import connection

from bihuan.book.verification import verify_book
from bihuan.organisations.errors import MayNot, UnknownUnit
from bihuan.organisations.queries import UnitPlace
from bihuan.organisations.structure import move_unit
from bihuan.records import tables
from bihuan.records.acts import record_act
from bihuan.records.errors import BadRows, ImportedBefore, UnreadableTable
from bihuan.records.importing import ImportResult, Source, import_records
from bihuan.records.models import Batch, Record
from bihuan.records.queries import record_for
from bihuan.trail.models import Entry
from bihuan.values.actor import Actor
from bihuan.values.figure import Figure
from bihuan.values.period import Period
from bihuan.values.refusal import Refusal
from records.acts import meeting

Cells = Sequence[date | str | float | None]

KIND = "party_committee_meeting"
HEAD = ["召开日期", "召开机构", "标题", "应到人数", "实到人数（人）"]


def sheet(path: Path, *rows: Cells) -> Path:
    """An xlsx file with these rows."""
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    page.write_datetime(number, column, cell, day)
                elif cell is not None:
                    page.write(number, column, cell)
    return path


def csv_file(path: Path, text: str, encoding: str = "utf-8") -> Path:
    """A csv file with this text."""
    path.write_bytes(text.encode(encoding))
    return path


def imported(actor: Actor, path: Path, unit: str = "dc", kind: str = KIND, *, again: bool = False) -> ImportResult:
    return import_records(actor, Source(path, kind, unit, again))


def refused(actor: Actor, path: Path, unit: str = "dc", kind: str = KIND) -> str:
    with pytest.raises(BadRows) as refusal:
        imported(actor, path, unit, kind)
    assert not Record.objects.exists()
    assert not Batch.objects.exists()
    return "\n".join(str(problem) for problem in refusal.value.problems)


def unreadable(actor: Actor, path: Path) -> str:
    with pytest.raises(UnreadableTable) as refusal:
        imported(actor, path)
    return str(refusal.value)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "党委会.xlsx"


def test_each_row_becomes_an_act_of_its_unit(recorder: Actor, file: Path, figure: Callable[..., Figure]) -> None:
    rows: list[Cells] = [
        HEAD,
        [date(2023, 3, 1), "东城一站", "三月", 9, 8],
        ["2023年4月3日", "dc2", "四月", "9人", 9.0],
        [45051],
    ]
    result = imported(recorder, sheet(file, *rows))
    assert (result.rows, result.warned, result.late) == (3, 0, 3)
    acts = Record.objects.order_by("pk").values_list("unit__code", "happened", "title")
    assert list(acts) == [
        ("dc1", date(2023, 3, 1), "三月"),
        ("dc2", date(2023, 4, 3), "四月"),
        ("dc", date(2023, 5, 5), ""),
    ]
    assert figure().value == 3
    assert figure("party_committee_meeting.members_present").value == 17
    assert not list(verify_book())


def test_one_entry_of_the_trail_names_the_file(recorder: Actor, file: Path) -> None:
    result = imported(recorder, sheet(file, HEAD, [date(2023, 3, 1)], [date(2023, 4, 1)]))
    entry = Entry.objects.get(verb="import_records")
    assert result.digest in entry.detail
    assert '"rows":2' in entry.detail
    assert Batch.objects.get().rows == 2


def test_columns_stand_in_any_order_under_names_or_keys(recorder: Actor, file: Path) -> None:
    head = ["members_due", "标题", "专题类型", "date", "记录状态"]
    imported(recorder, sheet(file, head, [7, "专题", "专题研究保密", date(2023, 5, 1), "计划"]))
    view = record_for(recorder, Record.objects.get().pk)
    assert (view.line.state, view.fields) == ("planned", {"members_due": 7, "special_topic": "专题研究保密"})


def test_every_bad_cell_is_named_and_nothing_comes_in(recorder: Actor, file: Path) -> None:
    rows: list[Cells] = [
        HEAD,
        [date(2023, 3, 1), "dc1", "好", 9, 8],
        ["三月一日", "西城一站", "", "九", "八个"],
        [None, None, "没有日期"],
        ["2023-02-30"],
        [date(2024, 1, 1), "dc", "还没到", None, None, "多出来的"],
    ]
    assert refused(recorder, sheet(file, *rows)).splitlines() == [
        "第 3 行 A 列: “三月一日”不是日期（请写成 2023-06-05）",
        "第 3 行 B 列: “东城消防救援大队”及其下级中没有“西城一站”（请写单位代码或全称）",
        "第 3 行 E 列: “八个”的单位“个”不能换算成“人”（请填写一个数，以“人”为单位）",
        "第 4 行 A 列: 没有填日期（请写成 2023-06-05）",
        "第 5 行 A 列: “2023-02-30”这一天不存在（请写成 2023-06-05）",
        "第 6 行 F 列: 这一列没有表头（请补上栏目名，或删去内容）",
        "第 6 行 A 列: 2024-01-01 还没有到（还没开展的请把状态写成“计划”）",
    ]


def test_every_bad_head_is_named(recorder: Actor, file: Path) -> None:
    said = refused(recorder, sheet(file, ["主持", "实到人数（次）", "标题", "标题"], ["张三", 3, "一", "二"]))
    assert said.splitlines() == [
        "第 1 行 A 列: 没有栏目“主持”（是不是 主持人）",
        "第 1 行 B 列: 单位“次”不能换算成“人”（请换算后写成“实到人数（人）”）",
        "第 1 行 D 列: 与 C 列是同一栏目“标题”（请删去一列）",
        "第 1 行: 没有“召开日期”一列（请补上这一列）",
    ]


def test_a_head_in_another_unit_converts_the_numbers_below_it(
    recorder: Actor, file: Path, figure: Callable[..., Figure]
) -> None:
    head = ["审计日期", "审计金额（元）"]
    imported(recorder, sheet(file, head, [date(2023, 3, 1), 12_345_600], [date(2023, 3, 2), "20"]), kind="audit")
    assert figure("audit.amount").text == "1234.56万元"


def test_many_problems_are_capped_and_counted(recorder: Actor, file: Path) -> None:
    with pytest.raises(BadRows) as refusal:
        imported(recorder, sheet(file, HEAD, *(["坏"] for _ in range(1500))))
    assert (len(refusal.value.problems), refusal.value.total) == (1000, 1500)


def test_people_come_by_role(recorder: Actor, people: None, file: Path) -> None:
    imported(recorder, sheet(file, ["日期", "人员·主持", "人员·列席"], [date(2023, 3, 1), "张三", "p2、p3"]))
    view = record_for(recorder, Record.objects.get().pk)
    assert [(each.name, each.role.label) for each in view.people] == [
        ("张三", "主持"),
        ("李四", "列席"),
        ("李四", "列席"),
    ]


def test_the_same_file_again_is_noticed_and_can_be_insisted_on(recorder: Actor, file: Path) -> None:
    sheet(file, HEAD, [date(2023, 3, 1)])
    imported(recorder, file)
    with pytest.raises(ImportedBefore, match=r"已由李文书导入过（1 条）.*再导入一次"):
        imported(recorder, file)
    assert imported(recorder, file, again=True).warned == 1
    assert Record.objects.count() == 2


def test_rows_that_look_alike_are_pointed_out_and_come_in(recorder: Actor, file: Path) -> None:
    number = record_act(recorder, meeting(day=date(2023, 3, 1)))
    result = imported(recorder, sheet(file, HEAD, [date(2023, 3, 1)], [date(2023, 3, 2)], [date(2023, 3, 2)]))
    assert [str(problem) for problem in result.warnings] == [
        f"第 2 行: 东城消防救援大队 2023-03-01 与记录 {number}相似",
        "第 4 行: 东城消防救援大队 2023-03-02 与第 3 行相似",
    ]
    assert Record.objects.count() == 4


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_csv_in_any_usual_encoding_and_delimiter(
    recorder: Actor, tmp_path: Path, encoding: str, delimiter: str
) -> None:
    rows = [HEAD, ["2023/3/1", "dc1", '"引号""与\n换行"', "9", "8"], [], ["20230401", "", "四月", "", ""]]
    text = "\r\n".join(delimiter.join(row) for row in rows)
    assert imported(recorder, csv_file(tmp_path / "a.csv", text, encoding)).rows == 2
    assert Record.objects.order_by("pk")[0].title == '引号"与\n换行'


def test_a_row_of_a_csv_file_is_named_as_a_spreadsheet_numbers_it(recorder: Actor, tmp_path: Path) -> None:
    text = '日期,标题\n2023-03-01,"两\n行"\n坏,x\n'
    assert "第 3 行 A 列" in refused(recorder, csv_file(tmp_path / "a.csv", text))


def test_tables_that_cannot_be_read_say_why(recorder: Actor, tmp_path: Path) -> None:
    def said(name: str, content: bytes) -> str:
        (tmp_path / name).write_bytes(content)
        return unreadable(recorder, tmp_path / name)

    assert "没有找到文件" in unreadable(recorder, tmp_path / "无.xlsx")
    assert "不是完整的 xlsx 文件" in said("坏.xlsx", b"PK\x03\x04broken")
    assert "设有打开密码" in said("密.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100))
    assert "不是 xlsx 或 csv 文件" in said("旧.xls", b"\xd0\xcf\x11\xe0")
    assert "文件是空的" in said("空.csv", b"")
    assert "编码不是 UTF-8 或 GB18030" in said("乱.csv", "日期".encode() + b"\xff\xfe\x00\xff")
    assert "引号不成对" in said("引号.csv", '日期\n"2023-03-01\n'.encode())
    assert "工作表是空的" in unreadable(recorder, sheet(tmp_path / "白.xlsx"))


def test_merged_cells_and_second_sheets_are_refused(recorder: Actor, tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "并.xlsx") as book:
        page = book.add_worksheet()
        page.merge_range(0, 1, 0, 3, "人数")
        page.write(1, 0, "2023-03-01")
    assert "第 1 行 B 列起有合并单元格" in unreadable(recorder, tmp_path / "并.xlsx")
    with xlsxwriter.Workbook(tmp_path / "二.xlsx") as book:
        for name in ("上半年", "下半年"):
            book.add_worksheet(name).write(0, 0, "日期")
    assert "有 2 个工作表有内容（“上半年”、“下半年”）" in unreadable(recorder, tmp_path / "二.xlsx")


def test_a_million_rows_are_refused_before_they_are_checked(recorder: Actor, tmp_path: Path) -> None:
    text = "日期\n" + "2023-03-01\n" * 1_000_000
    assert "文件超过 20 万行" in unreadable(recorder, csv_file(tmp_path / "长.csv", text))


def test_a_long_xlsx_is_refused_by_its_rows_or_before_it_is_unpacked(
    recorder: Actor, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet(file, HEAD, *[[date(2023, 3, day)] for day in range(1, 6)])
    monkeypatch.setattr(tables, "MOST_ROWS", 4)
    assert "请拆成几个文件分别导入" in unreadable(recorder, file)
    monkeypatch.setattr(tables, "MOST_ROWS", 5)
    monkeypatch.setattr(tables, "MOST_BYTES", 1000)
    assert "请拆成几个文件分别导入" in unreadable(recorder, file)
    monkeypatch.setattr(tables, "MOST_BYTES", 1_000_000)
    assert imported(recorder, file).rows == 5


def test_a_head_alone_is_no_import(recorder: Actor, file: Path) -> None:
    assert "没有一行记录" in refused(recorder, sheet(file, HEAD))


def test_a_table_that_begins_further_down_and_right_is_named_by_its_true_cells(recorder: Actor, file: Path) -> None:
    rows: list[Cells] = [[], [], [None, None, "日期", "标题"], [None, None, "坏", "x"]]
    assert "第 4 行 C 列" in refused(recorder, sheet(file, *rows))


def test_only_who_may_record_may_import(recorder: Actor, inspector: Actor, outsider: Actor, file: Path) -> None:
    sheet(file, HEAD, [date(2023, 3, 1)])
    with pytest.raises(MayNot):
        imported(inspector, file)
    with pytest.raises(UnknownUnit):
        imported(outsider, file)
    with pytest.raises(MayNot):
        imported(inspector, file, unit="zd")


def test_an_act_before_a_move_counts_where_its_unit_stood(
    operator: Actor, tree: dict[str, UnitPlace], file: Path, figure: Callable[..., Figure]
) -> None:
    move_unit(operator, "dc1", "xc", date(2023, 4, 1))
    imported(operator, sheet(file, HEAD, [date(2023, 3, 31), "dc1"], [date(2023, 4, 1), "dc1"]), unit="zd")
    assert [figure(unit=unit).value for unit in ("dc", "xc")] == [1, 1]


def test_progress_is_told_to_the_end(recorder: Actor, file: Path) -> None:
    told: list[tuple[int, int, str]] = []
    rows: list[Cells] = [[date(2023, 1, 1 + day % 28), "dc1"] for day in range(2500)]
    sheet(file, HEAD, *rows)
    import_records(recorder, Source(file, KIND, "dc"), lambda *said: told.append(said))
    steps = (1000, 2000, 2500)
    assert told == [(done, 2500, doing) for doing in ("核对", "记入") for done in steps]


def test_a_table_is_checked_to_its_end_before_anybody_has_to_wait_for_it(recorder: Actor, file: Path) -> None:
    rows: list[Cells] = [[date(2023, 1, 1 + day % 28), "dc1"] for day in range(2500)]
    sheet(file, HEAD, *rows, ["昨天", "dc1"])
    written: list[str] = []

    def noted(execute: Callable[..., object], sql: str, *rest: object) -> object:
        written.extend(sql.split(None, 1)[:1] if not sql.startswith("SELECT") else [])
        return execute(sql, *rest)

    with connection.execute_wrapper(noted):
        assert "第 2502 行 A 列" in refused(recorder, file)
    assert written == []


def test_imported_and_recorded_acts_post_alike(recorder: Actor, file: Path, figure: Callable[..., Figure]) -> None:
    record_act(recorder, meeting("dc1", date(2023, 2, 1), members_due=9, members_present=8))
    before = figure("party_committee_meeting.members_due", period=Period.parse("2023-02"))
    imported(recorder, sheet(file, HEAD, [date(2023, 3, 1), "dc1", "", 9, 8]))
    after = figure("party_committee_meeting.members_due", period=Period.parse("2023-03"))
    assert (before.value, before.members) == (after.value, after.members)


def test_an_import_says_whose_records_came_in_and_what_they_added(recorder: Actor, file: Path) -> None:
    sheet(
        file,
        HEAD,
        [date(2023, 5, 9), "dc", "一", 9, 8],
        [date(2023, 5, 2), "东城一站", "二", 9, 8],
        [date(2023, 6, 9), "dc", "三", 9, 7],
    )
    result = imported(recorder, file)
    assert [(share.code, share.rows, share.first, share.last) for share in result.units] == [
        ("dc", 2, date(2023, 5, 9), date(2023, 6, 9)),
        ("dc1", 1, date(2023, 5, 2), date(2023, 5, 2)),
    ]
    assert dict(result.added)[f"{KIND}.meetings"] == 3
    assert dict(result.added)[f"{KIND}.members_present"] == 23


def test_what_closes_an_import_stands_or_falls_with_it(recorder: Actor, file: Path) -> None:
    sheet(file, HEAD, [date(2023, 5, 9), "dc", "一", 9, 8])

    def given_up(result: ImportResult) -> None:
        raise Refusal(f"{result.rows}条不要了。")

    with pytest.raises(Refusal, match="1条不要了"):
        import_records(recorder, Source(file, KIND, "dc"), closing=given_up)
    assert not Record.objects.exists()
    seen: list[int] = []
    import_records(recorder, Source(file, KIND, "dc"), closing=lambda result: seen.append(result.rows))
    assert seen == [1]
