"""A document that somebody else wrote, held against a small ledger."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bihuan.organisations.errors import MayNot, UnknownUnit
from bihuan.organisations.queries import UnitPlace
from bihuan.reading.errors import UnreadableDocument
from bihuan.reports.checking.check import check_file, check_text
from bihuan.reports.checking.verdicts import Ruling, Verdict
from bihuan.values.actor import Actor, Role
from bihuan.values.period import Period
from conftest import acting

HALF = Period.parse("2023-H1")


@pytest.fixture
def checked(operator: Actor, small_ledger: UnitPlace) -> Checked:
    return Checked(operator, small_ledger.code)


class Checked:
    """What the small ledger says to a text about the first half of 2023."""

    def __init__(self, actor: Actor, unit: str) -> None:
        self.actor, self.unit = actor, unit

    def __call__(self, text: str) -> tuple[Verdict, ...]:
        return check_text(self.actor, text, self.unit, HALF).verdicts

    def rulings(self, text: str) -> list[str]:
        return [str(verdict.ruling) for verdict in self(text)]


def test_what_the_real_report_states_is_not_contradicted(
    shared: Path, operator: Actor, small_ledger: UnitPlace
) -> None:
    check = check_file(operator, shared / "documents/000.txt", "zd", HALF)
    assert not check.has_differences
    # The small ledger holds neither lists of risks nor journals, and says so.
    assert check.counts[Ruling.PROVEN] == 27
    assert all(verdict.why.endswith("。") for verdict in check.verdicts)


def test_a_true_claim_is_proven_by_its_records(checked: Checked) -> None:
    (verdict,) = checked("上半年共召开党委会14次。")
    assert verdict.ruling is Ruling.PROVEN
    assert verdict.ledger_value == 14
    assert verdict.members == 14
    assert "14条记录" in verdict.why


def test_a_false_one_is_told_what_the_book_holds(checked: Checked) -> None:
    (verdict,) = checked("上半年共召开党委会15次。")
    assert verdict.ruling is Ruling.DIFFERS
    assert "14次" in verdict.why
    assert "15次" in verdict.why


def test_what_has_no_entry_is_unproven_and_not_false(checked: Checked) -> None:
    (verdict,) = checked("扑救火灾12起。")
    assert (verdict.ruling, verdict.figure) == (Ruling.UNPROVEN, "dispatch.fires")
    assert "没有记录" in verdict.why


def test_what_nothing_counts_is_unproven(checked: Checked) -> None:
    assert checked.rulings("植树120棵。") == ["unproven"]


def test_masked_digits_are_not_judged(checked: Checked) -> None:
    assert checked.rulings("召开党委会**次。") == ["masked"]


def test_a_required_frequency_is_no_statement_of_what_was_done(checked: Checked) -> None:
    (verdict,) = checked("党委会每月至少召开1次。")
    assert verdict.ruling is Ruling.UNCLEAR
    assert "要求" in verdict.why


def test_a_figure_of_another_place_is_not_held_against_the_unit(checked: Checked) -> None:
    (verdict,) = checked("东岭县召开党委会3次。")
    assert verdict.ruling is Ruling.UNCLEAR
    assert "东岭县" in verdict.why


def test_a_figure_of_last_year_is_asked_of_last_year(checked: Checked) -> None:
    assert checked.rulings("召开党委会由2022年的9次增加到14次。")[0] != "differs"


def test_one_figure_in_opening_and_body_is_proven_twice(checked: Checked) -> None:
    text = "上半年，召开党委会14次。\n一、组织建设\n党委坚持集体决策，召开党委会14次。\n"
    assert checked.rulings(text) == ["proven", "proven"]


def test_changing_one_of_two_mentions_turns_only_that_one(checked: Checked) -> None:
    text = "上半年，召开党委会14次。\n一、组织建设\n党委坚持集体决策，召开党委会13次。\n"
    assert checked.rulings(text) == ["proven", "differs"]


def test_parts_in_several_sections_are_left_to_a_person(checked: Checked) -> None:
    text = "一、东片\n发现审计问题20条。\n二、西片\n发现审计问题39条。\n"
    assert checked.rulings(text) == ["unclear", "unclear"]


def test_all_figures_are_asked_for_in_one_call(operator: Actor, shared: Path, small_ledger: UnitPlace) -> None:
    text = (shared / "documents/000.txt").read_text(encoding="utf-8")
    with CaptureQueriesContext(connection) as asked:
        check_text(operator, text, "zd", HALF)
    assert len(asked) <= 12


def test_fingerprints_are_the_same_in_the_next_run_and_differ_within_one(checked: Checked) -> None:
    text = "召开党委会14次。召开党委会14次。召开纪委会6次。"
    first = [verdict.fingerprint for verdict in checked(text)]
    assert first == [verdict.fingerprint for verdict in checked(text)]
    assert len(set(first)) == 3


def test_the_outsider_sees_nothing_of_the_detachment(outsider: Actor, tree: dict[str, UnitPlace]) -> None:
    with pytest.raises(MayNot):
        check_text(acting("陈管理", tree["zd"].path, Role.SYSTEM_ADMIN), "召开党委会14次。", "zd", HALF)
    with pytest.raises(UnknownUnit):
        check_text(outsider, "召开党委会14次。", "dc", HALF)


def test_a_missing_file_is_refused(operator: Actor, small_ledger: UnitPlace, tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument):
        check_file(operator, tmp_path / "没有.txt", "zd", HALF)
