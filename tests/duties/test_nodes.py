"""How many holidays with a reminder fall in a period: as the notices of the State Council order them."""

from __future__ import annotations

from datetime import date

from bihuan.catalog.catalogue import Catalogue
from bihuan.catalog.loaded import shipped_folders
from bihuan.catalog.loader import load_packs
from bihuan.duties.nodes import nodes, nodes_due
from bihuan.values.figure import Ask
from bihuan.values.period import Period


def shipped() -> Catalogue:
    packs, problems = load_packs(shipped_folders())
    assert packs is not None, problems
    return packs


PACKS = shipped()


def due(period: str, today: date = date(2024, 6, 1)) -> int | None:
    value = nodes_due(PACKS, Ask("duty.due_nodes", "zd", Period.parse(period)), today).value
    return None if value is None else int(value)


def test_a_year_has_the_five_nodes_of_the_catalogue_and_no_other_holiday() -> None:
    assert [name for name, _ in nodes(PACKS, Period.parse("2022"))] == ["元旦", "春节", "端午", "中秋", "国庆"]
    assert due("2022") == 5


def test_two_nodes_that_share_a_holiday_are_two() -> None:
    found = list(nodes(PACKS, Period.parse("2023-09")))
    assert found == [("中秋", date(2023, 9, 29)), ("国庆", date(2023, 9, 29))]
    assert due("2023-H1") == 3
    assert due("2023-04") == 0


def test_a_node_is_due_from_its_eve() -> None:
    assert due("2023", date(2023, 6, 20)) == 2
    assert due("2023", date(2023, 6, 21)) == 3


def test_a_year_without_a_notice_has_no_number_and_says_what_to_do() -> None:
    offered = nodes_due(PACKS, Ask("duty.due_nodes", "zd", Period.parse("2049")), date(2049, 12, 31))
    assert offered.value is None
    assert "2049年的放假安排还没有载入" in offered.notes[0]
