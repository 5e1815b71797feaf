"""What a document's own numbers say against each other; seeded contradictions are found, true texts are left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from bihuan.catalog.loaded import catalogue
from bihuan.organisations.queries import UnitPlace
from bihuan.reading import read
from bihuan.reports.checking.check import check_text
from bihuan.reports.checking.inside import Clash, contradictions, known
from bihuan.reports.checking.relations import relations
from bihuan.values.actor import Actor
from bihuan.values.period import Period

HALF = Period.parse("2023-H1")


def clashes(text: str) -> list[Clash]:
    claims = read(text, reference=HALF).claims
    return [each.clash for each in contradictions(known(text, claims, {}), ())]


@pytest.mark.parametrize(
    ("text", "clash"),
    [
        ("发现问题59条，其中屡审屡犯问题61条。", Clash.PARTS),
        ("全年受理举报20件，其中电话举报12件、来信举报9件。", Clash.PARTS),
        ("开展检查12次、督查9次，共22次。", Clash.SUM),
        ("发现问题60条，完成整改45条，整改率85%。", Clash.RATE),
        ("应查住户1200户，已排查1140户，排查率98%。", Clash.RATE),
        ("排查率98%，应排查1200户，已排查1140户。", Clash.RATE),
        ("共有党员40名，其中女党员12名，占35%。", Clash.RATE),
        ("今年接处警1200起，去年同期1000起，同比增长25%。", Clash.GROWTH),
        ("由去年的1000起增加到今年的1250起，增长20%。", Clash.GROWTH),
        ("从40起减少到30起，下降30%。", Clash.GROWTH),
        ("全年预算1200万元，较上年增加200万元，增长25%。", Clash.GROWTH),
        ("发生火灾12起，比去年同期减少3起，下降25%。", Clash.GROWTH),
        ("一季度召开党委会16次，上半年召开党委会14次。", Clash.PERIOD),
        ("上半年召开党委会14次，其中一季度6次、二季度7次。", Clash.PERIOD),
        ("全市检查单位1200家，城东大队检查单位1300家。", Clash.SCOPE),
        ("全市检查单位1200家，各大队检查单位1300家。", Clash.SCOPE),
    ],
)
def test_numbers_that_cannot_all_be_true_are_found(text: str, clash: Clash) -> None:
    assert clashes(text) == [clash]


@pytest.mark.parametrize(
    "text",
    [
        "发现问题59条，其中屡审屡犯问题11条。",
        "全年受理举报20件，其中电话举报12件、来信举报8件。",
        "开展检查12次、督查9次，共21次。",
        "发现问题60条，完成整改45条，整改率75%。",
        "指出4个方面36个问题，其中党建方面12个、业务方面8个。",
        "参加200余人次，其中党员180人次、群众90人次。",
        "应查住户1200户，已排查1140户，排查率95%。",
        "排查率95%，应排查1200户，已排查1140户。",
        "应查住户1200户，已排查1140家次，排查率98%。",
        "共有党员40名，其中女党员12名，占30%。",
        "共有党员40名，其中女党员12名，占团员的35%。",
        "今年接处警1200起，去年同期1000起，同比增长20%。",
        "今年接处警1200起，去年同期1100起，同比增长9%。",
        "今年接处警1200起，去年同期1000起，火灾同比下降15%。",
        "今年接处警1200余起，去年同期1000起，同比增长25%。",
        "今年接处警1200起，抢险救援1000起，同比增长25%。",
        "由去年的1000起增加到今年的1250起，增长25%。",
        "全年预算1200万元，较上年增加200万元，增长20%。",
        "发生火灾12起，比去年同期减少3起，下降20%。",
        "一季度召开党委会6次，上半年召开党委会14次。",
        "一季度末有党员50名，上半年有党员48名。",
        "东城大队一季度召开党委会16次，上半年召开党委会14次。",
        "上半年召开党委会14次，其中一季度6次、二季度8次。",
        "上半年召开党委会14次，其中一季度6次。",
        "全市检查单位1200家，城东大队检查单位300家。",
        "支队检查单位1200家，城东大队检查单位1300家。",
        "全市检查单位1200家，城东大队发现隐患1300家。",
    ],
)
def test_numbers_that_can_be_true_are_left_alone(text: str) -> None:
    assert clashes(text) == []


def test_the_real_documents_do_not_contradict_themselves(
    shared: Path, operator: Actor, small_ledger: UnitPlace
) -> None:
    for file in sorted((shared / "documents").glob("*.txt")):
        check = check_text(operator, file.read_text(encoding="utf-8"), "zd", HALF)
        assert check.contradictions == (), file.name


def test_one_figure_with_two_numbers_is_named(operator: Actor, small_ledger: UnitPlace) -> None:
    text = "上半年，召开党委会14次。\n一、组织建设\n党委坚持集体决策，召开党委会13次。\n"
    (found,) = check_text(operator, text, "zd", HALF).contradictions
    assert (found.clash, found.claims) == (Clash.TWICE, (0, 1))
    assert "14次与13次" in found.why


@pytest.mark.parametrize(("repeated", "is_found"), [(11, False), (60, True)])
def test_the_catalogues_checks_are_worked_out(
    operator: Actor, small_ledger: UnitPlace, repeated: int, *, is_found: bool
) -> None:
    text = f"审计发现问题59条。屡审屡犯问题{repeated}条。"
    found = check_text(operator, text, "zd", HALF).contradictions
    assert [each.clash for each in found] == [Clash.CATALOGUE] * is_found


@pytest.mark.parametrize(("rate", "is_found"), [("20%", False), ("25%", True)])
def test_a_growth_that_is_stated_elsewhere_is_held_against_amount_and_increase(rate: str, *, is_found: bool) -> None:
    text = f"落实消防业务经费1200万元。经费增加额为200万元。经费预算增长率为{rate}。"
    claims = read(text, reference=HALF).claims
    series = ("budget.amount", "budget.increase", "budget.growth_rate")
    about = {place: (key, "2023") for place, key in enumerate(series)}
    found = contradictions(known(text, claims, about), relations(catalogue()))
    assert [each.clash for each in found] == [Clash.CATALOGUE] * is_found


def test_every_check_that_is_worked_out_is_one_of_the_packs() -> None:
    rules = {check.rule for check in catalogue().consistency_checks}
    assert {relation.rule for relation in relations(catalogue())} <= rules


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("坚持每月召开3次党委会。", True),
        ("坚持每月召开2次党委会。", False),
        ("党委会要做到每月召开3次党委会。", False),
    ],
)
def test_a_norm_said_to_be_kept_is_held_against_the_acts(
    operator: Actor, small_ledger: UnitPlace, text: str, *, is_found: bool
) -> None:
    found = check_text(operator, text, "zd", HALF).contradictions
    assert [each.clash for each in found] == [Clash.NORM] * is_found
