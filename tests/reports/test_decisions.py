"""People decide: a candidate accepted, a claim dismissed, a note; kept by fingerprint, remembered by words."""

from __future__ import annotations

import pytest

from bihuan.catalog.errors import UnknownKey
from bihuan.organisations.errors import MayNot
from bihuan.organisations.queries import UnitPlace
from bihuan.reports.checking.check import Check, check_text
from bihuan.reports.checking.decisions import Concerning, accept, dismiss, note, phrase_of, withdraw
from bihuan.reports.checking.verdicts import Ruling
from bihuan.reports.errors import NoWords
from bihuan.trail.models import Entry
from bihuan.values.actor import Actor
from bihuan.values.period import Period

HALF = Period.parse("2023-H1")
UNKNOWN = "组织炉边夜话213人次。"


def checked(actor: Actor, text: str, period: Period = HALF) -> Check:
    return check_text(actor, text, "zd", period)


def concerning(check: Check, place: int = 0) -> Concerning:
    verdict = check.verdicts[place]
    return Concerning(check.unit.code, check.period, verdict.fingerprint, phrase_of(verdict.claim))


@pytest.fixture
def by(author: Actor, small_ledger: UnitPlace) -> Actor:
    return author


def test_an_accepted_series_is_held_against_the_book_in_the_next_run(by: Actor) -> None:
    before = checked(by, UNKNOWN)
    assert before.verdicts[0].ruling not in (Ruling.PROVEN, Ruling.DIFFERS)
    accept(by, concerning(before), "talk.headcount[talk_type=谈心谈话]")
    (verdict,) = checked(by, UNKNOWN).verdicts
    assert verdict.ruling is Ruling.PROVEN
    assert verdict.ledger_value == 213
    assert verdict.decided is not None
    assert verdict.decided.by == "孙撰稿"
    assert Entry.objects.filter(verb="decide_claim").count() == 1


def test_an_accepted_mapping_is_remembered_for_the_next_document_of_the_body(by: Actor) -> None:
    accept(by, concerning(checked(by, UNKNOWN)), "talk.headcount[talk_type=谈心谈话]")
    (verdict,) = checked(by, "组织炉边夜话210人次。").verdicts
    assert (verdict.ruling, verdict.decided) == (Ruling.DIFFERS, None)
    assert "以前的文件中经人工确认" in verdict.candidates[0].reason


def test_another_body_is_not_led_by_it(by: Actor, operator: Actor) -> None:
    accept(by, concerning(checked(by, UNKNOWN)), "talk.headcount[talk_type=谈心谈话]")
    (verdict,) = check_text(operator, UNKNOWN, "dc", HALF).verdicts
    assert verdict.figure != "talk.headcount[talk_type=谈心谈话]"


def test_a_dismissed_claim_differs_and_counts_no_more(by: Actor) -> None:
    check = checked(by, "召开党委会15次。")
    assert check.has_differences
    dismiss(by, concerning(check), "含扩大会议")
    again = checked(by, "召开党委会15次。")
    assert again.verdicts[0].ruling is Ruling.DIFFERS
    assert not again.has_differences


def test_a_note_changes_nothing_but_stays(by: Actor) -> None:
    note(by, concerning(checked(by, "召开党委会15次。")), "已请办公室核对")
    again = checked(by, "召开党委会15次。")
    assert again.has_differences
    assert again.verdicts[0].decided is not None
    assert again.verdicts[0].decided.words == "已请办公室核对"


def test_a_decision_withdrawn_is_forgotten_with_its_mapping(by: Actor) -> None:
    claim = concerning(checked(by, UNKNOWN))
    accept(by, claim, "talk.headcount[talk_type=谈心谈话]")
    withdraw(by, claim)
    (verdict,) = checked(by, UNKNOWN).verdicts
    assert verdict.decided is None
    assert verdict.ruling not in (Ruling.PROVEN, Ruling.DIFFERS)


def test_what_makes_no_sense_is_refused(by: Actor) -> None:
    claim = concerning(checked(by, UNKNOWN))
    with pytest.raises(UnknownKey):
        accept(by, claim, "talk.hedcount")
    with pytest.raises(NoWords):
        dismiss(by, claim, " ")


def test_who_may_not_write_for_the_unit_decides_nothing(inspector: Actor, small_ledger: UnitPlace) -> None:
    claim = concerning(checked(inspector, UNKNOWN))
    with pytest.raises(MayNot):
        dismiss(inspector, claim, "不归账")
