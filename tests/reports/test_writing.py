"""A report written from the small ledger: every figure from the book, nothing missing passed over."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bihuan.organisations.errors import MayNot
from bihuan.reports.document import Part
from bihuan.reports.errors import BrokenTemplate, Gaps, UnknownTemplate
from bihuan.reports.templates import template_for, templates
from bihuan.reports.writing import Order, write_report
from bihuan.values.actor import Actor


def test_every_slot_is_a_figure_of_the_book(author: Actor, order: Order) -> None:
    document = write_report(author, order)
    assert document.title == "中共清河市消防救援支队委员会关于2023年上半年工作情况的报告"
    words = [mention.text for mention in document.mentions]
    assert words == ["14次", "七十五项", "60余次", "1153.4万元", "7类", "59条", "14次"]
    assert "召开党委会14次，研究议题七十五项。" in [paragraph.text for paragraph in document.paragraphs]


def test_a_figure_stated_twice_is_one_figure_with_two_mentions(author: Actor, order: Order) -> None:
    document = write_report(author, order)
    assert len(document.figures) == 6
    assert document.mentions[0].figure == document.mentions[-1].figure


def test_an_identity_asks_for_the_same_figure_again(author: Actor, order: Order) -> None:
    identity, mention = next(write_report(author, order).stated())
    assert (identity.key, identity.unit, identity.period) == ("party_committee_meeting.meetings", "zd", "2023-H1")
    assert (identity.value, identity.members, mention.text) == ("14", 14, "14次")
    assert identity.as_of == author.at.isoformat()


def test_title_addressee_headings_signature_and_date_are_told_apart(author: Actor, order: Order) -> None:
    parts = [(paragraph.part, paragraph.text) for paragraph in write_report(author, order).paragraphs]
    assert (Part.ADDRESSEE, "总队党委：") in parts
    assert (Part.HEADING, "一、会议") in parts
    assert parts[-2:] == [(Part.SIGNATURE, "中共清河市消防救援支队委员会"), (Part.DATE, "2023年7月5日")]


def test_a_part_without_records_drops_out_and_is_named(author: Actor, order: Order) -> None:
    document = write_report(author, order)
    assert document.dropped == ("dispatch.fires",)
    assert "扑救火灾" not in "".join(paragraph.text for paragraph in document.paragraphs)


def test_all_gaps_are_named_at_once(author: Actor, order: Order, tmp_path: Path) -> None:
    file = tmp_path / "gaps.md"
    file.write_text(
        "---\nkey: gaps\nname: 缺数\n---\n# 报告\n\n火灾{{ 数据('dispatch.fires') }}，\n会议"
        "{{ 数据('party_committee_meeting.meetings') }}，授课{{ 数据('integrity_publication.issues') }}。\n",
        encoding="utf-8",
    )
    with pytest.raises(Gaps) as refused:
        write_report(author, replace(order, template=str(file)))
    assert [problem.place.rpartition("/")[2] for problem in refused.value.problems] == [
        "gaps.md 第 7 行",
        "gaps.md 第 8 行",
    ]
    assert "火灾扑救起数" in str(refused.value)


def test_misspelt_slots_name_the_nearest_all_at_once(author: Actor, order: Order, tmp_path: Path) -> None:
    file = tmp_path / "misspelt.md"
    file.write_text(
        "---\nkey: m\nname: 错字\n---\n{{ 数据('audit.amout') }}{{ 数据('audit.audit') }}\n", encoding="utf-8"
    )
    with pytest.raises(Gaps) as refused:
        write_report(author, replace(order, template=str(file)))
    assert len(refused.value.problems) == 2
    assert "audit.amount" in refused.value.problems[0].mend


def test_a_template_reaches_nothing_but_its_words(author: Actor, order: Order, tmp_path: Path) -> None:
    file = tmp_path / "sly.md"
    file.write_text("---\nkey: s\nname: 越界\n---\n{{ 单位.__class__.__mro__ }}\n", encoding="utf-8")
    with pytest.raises(BrokenTemplate):
        write_report(author, replace(order, template=str(file)))


def test_the_number_of_statements_does_not_grow_with_the_slots(author: Actor, order: Order) -> None:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        write_report(author, order)
    assert len(asked) <= 12


def test_an_outsider_writes_nothing_for_the_detachment(order: Order, recorder: Actor) -> None:
    with pytest.raises(MayNot):
        write_report(recorder, replace(order, unit="dc"))


def test_the_shipped_templates_are_there_by_key_and_by_name() -> None:
    known = templates()
    assert template_for("履行全面从严治党主体责任情况报告（半年）") == known["half_year_duty"]
    with pytest.raises(UnknownTemplate, match="half_year_duty"):
        template_for("没有这个")
