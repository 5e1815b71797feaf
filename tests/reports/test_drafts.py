"""Drafts: what the author typed stays, figures stay alive; comparison with the last report; review before release."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.db import transaction

from bihuan.book.posting import post
from bihuan.book.vouchers import Line, Voucher
from bihuan.organisations.errors import MayNot
from bihuan.organisations.queries import UnitPlace
from bihuan.reports.docx.writing import docx_bytes
from bihuan.reports.drafting.comparing import compare_report
from bihuan.reports.drafting.drafts import begin_draft, draft_for, drafts_of, live, save_draft
from bihuan.reports.drafting.reviewing import review_file
from bihuan.reports.errors import BrokenTemplate, SavedMeanwhile, UnknownDraft
from bihuan.reports.issuing import issue_report
from bihuan.reports.writing import Order, write_report
from bihuan.values.actor import Actor
from bihuan.values.period import Period
from conftest import at


def held_a_meeting(place: UnitPlace) -> None:
    """One more meeting of the committee is entered."""
    with transaction.atomic():
        line = Line("party_committee_meeting.meetings", date(2023, 6, 20), 1)
        post([Voucher("record", 70_001, place.number, place.path, (line,))], at(2023, 6, 21))


def words(actor: Actor, number: int) -> str:
    return "\n".join(block.text for block in live(actor, number).document.paragraphs)


@pytest.fixture
def number(author: Actor, order: Order) -> int:
    return begin_draft(author, order)


def test_what_was_typed_by_hand_stays_when_figures_refresh(
    author: Actor, number: int, small_ledger: UnitPlace
) -> None:
    text = draft_for(author, number).order.text.replace("召开党委会", "高质量召开党委会", 1)
    assert save_draft(author, number, text, version=1) == 2
    assert "高质量召开党委会14次" in words(author, number)
    held_a_meeting(small_ledger)
    assert "高质量召开党委会15次" in words(author, number)


def test_a_draft_is_issued_with_its_own_text(author: Actor, approver: Actor, number: int) -> None:
    text = draft_for(author, number).order.text.replace("召开党委会", "高质量召开党委会", 1)
    save_draft(author, number, text, version=1)
    document = issue_report(approver, draft_for(approver, number).order).document
    assert any("高质量召开党委会14次" in block.text for block in document.paragraphs)


def test_nothing_that_somebody_else_saved_is_overwritten(author: Actor, number: int) -> None:
    text = draft_for(author, number).order.text
    save_draft(author, number, f"{text}\n\n第一位作者加的。", version=1)
    with pytest.raises(SavedMeanwhile, match="孙撰稿"):
        save_draft(author, number, f"{text}\n\n第二位作者加的。", version=1)
    assert "第一位作者加的。" in words(author, number)


def test_a_text_that_is_more_than_words_and_slots_is_not_kept(author: Actor, number: int) -> None:
    with pytest.raises(BrokenTemplate):
        save_draft(author, number, "{% set x = 1 %}", version=1)
    assert draft_for(author, number).version == 1


def test_outsiders_neither_see_nor_save_a_draft(recorder: Actor, inspector: Actor, number: int) -> None:
    with pytest.raises(UnknownDraft):
        draft_for(recorder, number)
    with pytest.raises(MayNot):
        save_draft(inspector, number, "文字", version=1)
    assert [kept.number for kept in drafts_of(inspector, "zd")] == [number]
    assert drafts_of(recorder, "dc") == []


def test_a_report_is_compared_with_the_last_one_of_its_kind(
    approver: Actor, author: Actor, order: Order, small_ledger: UnitPlace
) -> None:
    assert compare_report(author, order).previous is None
    issued = issue_report(approver, order).number
    held_a_meeting(small_ledger)
    found = compare_report(author, order)
    assert found.previous is not None
    assert found.previous.number == issued
    assert [(change.key, change.text) for change in found.changes] == [
        ("party_committee_meeting.meetings", "14次 → 15次")
    ]
    assert found.unchanged == 5
    assert any("审计金额1153.4万元" in sentence for sentence in found.copied)
    assert not any("党委会" in sentence for sentence in found.copied)


def test_another_period_is_compared_figure_by_figure(approver: Actor, author: Actor, order: Order) -> None:
    issue_report(approver, order)
    found = compare_report(author, replace(order, period=Period.parse("2023-06")))
    assert found.changes == ()


def test_review_lists_what_was_typed_by_hand_with_its_sentence(author: Actor, order: Order, tmp_path: Path) -> None:
    file = tmp_path / "r.docx"
    text = "# 报告\n\n召开党委会{{ 数据('party_committee_meeting.meetings') }}。植树120棵，成活率95%。\n"
    file.write_bytes(docx_bytes(write_report(author, replace(order, text=text))))
    review = review_file(file)
    assert review.bound == 1
    assert [(typed.claim.text, typed.sentence) for typed in review.typed] == [
        ("120棵", "植树120棵，成活率95%。"),
        ("95%", "植树120棵，成活率95%。"),
    ]
