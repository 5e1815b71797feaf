"""A table of people is entered whole or not at all, every row that has to be mended is named, twice is once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from bihuan.organisations.enrolment import Enrolled, enrol_all
from bihuan.organisations.errors import BadRoster, MayNot, UnknownUnit
from bihuan.organisations.models import Person
from bihuan.organisations.queries import UnitPlace, holders
from bihuan.records.errors import UnreadableTable
from bihuan.records.people_tables import people_in
from bihuan.values.actor import Actor, Role
from conftest import acting

HEAD = "人员代码,姓名,单位,岗位,任职日期\n"
GOOD = HEAD + "p1,张三丰,东城一站,站长,2023-01-01\np2,李四,,大队长,2022/3/5\np3,王五,dc2,,\n"


@pytest.fixture
def keeper(tree: dict[str, UnitPlace]) -> Actor:
    return acting("系统员", tree["dc"].path, Role.SYSTEM_ADMIN)


def table(folder: Path, text: str) -> Path:
    file = folder / "people.csv"
    file.write_text(text, encoding="utf-8")
    return file


def test_everybody_is_enrolled_and_appointed(keeper: Actor, tree: dict[str, UnitPlace], tmp_path: Path) -> None:
    assert enrol_all(keeper, "dc", people_in(table(tmp_path, GOOD))) == Enrolled(3, 2)
    assert [(each.name, each.since) for each in holders(tree["dc1"], "站长")] == [("张三丰", date(2023, 1, 1))]
    assert [each.since for each in holders(tree["dc"], "大队长")] == [date(2022, 3, 5)]
    assert enrol_all(keeper, "dc", people_in(table(tmp_path, GOOD))) == Enrolled(0, 0)


def test_one_row_that_is_wrong_keeps_everybody_out_and_every_one_is_named(keeper: Actor, tmp_path: Path) -> None:
    rows = "p1,张三丰,,,\n,没代码,,,\np3,王五,西城一站,站长,2023-01-01\np4,赵六,,站长,\np1,另一人,,,\n"
    with pytest.raises(BadRoster, match="4处要改") as refused:
        enrol_all(keeper, "dc", people_in(table(tmp_path, HEAD + rows)))
    assert [each.place for each in refused.value.problems] == ["第3行", "第4行", "第5行", "第6行"]
    assert not Person.objects.exists()


def test_a_day_that_cannot_be_read_is_named_before_anything_is_entered(tmp_path: Path, db: None) -> None:
    with pytest.raises(BadRoster) as refused:
        people_in(table(tmp_path, HEAD + "p1,张三丰,,站长,昨天\np2,李四,,站长,2023-13-01\n"))
    assert [each.place for each in refused.value.problems] == ["第2行", "第3行"]


def test_columns_are_found_by_name_and_numbers_are_codes(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["姓名", "备注", "人员代码", "岗位", "任职日期"])
    sheet.append(["张三丰", "不读", 1001, "站长", date(2023, 1, 1)])
    file = tmp_path / "people.xlsx"
    book.save(file)
    (person,) = people_in(file)
    assert (person.code, person.name, person.post, person.since) == ("1001", "张三丰", "站长", date(2023, 1, 1))


def test_a_table_without_its_columns_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableTable, match="没有“人员代码”"):
        people_in(table(tmp_path, "姓名\n张三丰\n"))


def test_nobody_enrols_where_they_do_not_organise(keeper: Actor, tree: dict[str, UnitPlace], tmp_path: Path) -> None:
    people = people_in(table(tmp_path, HEAD + "p1,张三丰,,,\n"))
    with pytest.raises(UnknownUnit):
        enrol_all(keeper, "xc", people)
    with pytest.raises(MayNot):
        enrol_all(acting("李文书", tree["dc"].path, Role.RECORDER), "dc", people)
