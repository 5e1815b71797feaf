"""Which series a statement is about: the words decide, the number never does."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bihuan.catalog.loaded import catalogue
from bihuan.reading import read
from bihuan.reports.checking.matching import Match, Told, match
from bihuan.reports.checking.statements import statements
from bihuan.reports.checking.wordings import Wordings, wordings

DOCUMENTS = ("000", "d01", "d02", "d03", "d04", "d05", "d06")


@pytest.fixture(scope="module")
def known() -> Wordings:
    return wordings(catalogue())


def matches(known: Wordings, text: str) -> list[Match]:
    claims = read(text).claims
    return [match(statement, known) for statement in statements(text, claims)]


def keys(known: Wordings, text: str) -> list[str | None]:
    return [found.best.series if found.best else None for found in matches(known, text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "半年来局共召开党委会14次，累计研究审议议题75项。",
            ["party_committee_meeting.meetings", "agenda_item.items"],
        ),
        ("开展专项暗访督查41次。", ["inspection.inspections[mode=暗访督查]"]),
        ("开展夜间督查暗访8次。", ["inspection.inspections[mode=夜间督查暗访]"]),
        ("与指战员谈心210余人次。", ["talk.headcount[talk_type=谈心谈话]"]),
        ("班子成员先后60余次深入基层调研。", ["frontline_visit.visits[visitor_group=班子成员]"]),
        (
            "审计金额达到1153.4万元，累计发现问题7类59条。",
            ["audit.amount", "audit_finding.categories", "audit_finding.findings"],
        ),
        ("组织全市34个党组织改选、增补。", ["organisation_change.reelected_orgs"]),
        ("2个集体、15名个人受到上级表彰。", ["award.collective_awards", "award.personal_awards"]),
        ("落实业务经费1280万元，较去年增长8.5%。", ["budget.amount", "budget.growth_rate"]),
        ("植树120棵，无偿献血62人次，捐款4.5万元。", [None, None, None]),
        ("接警总量同比上升8.4%。", [None]),
        ("整改问题71条，其余2条正在整改。", ["finding.rectified", None]),
    ],
)
def test_the_words_point_at_the_series(known: Wordings, text: str, expected: list[str | None]) -> None:
    assert keys(known, text) == expected


def test_what_was_found_is_told_apart_by_the_inspection_in_front_of_it(known: Wordings) -> None:
    text = "开展专项暗访督查41次，督促整改隐患问题93处。开展夜间督查暗访8次，排查整改问题77条。"
    assert keys(known, text)[1::2] == [
        "finding.rectified[source_kind=暗访督查]",
        "finding.rectified[source_kind=夜间督查暗访]",
    ]


def test_every_candidate_says_which_words_led_there(known: Wordings) -> None:
    (found,) = matches(known, "召开党委会14次。")
    assert found.is_sure
    assert found.best is not None
    assert "党委会" in found.best.reason


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # 分别 gives each number a name of its own.
        (
            "召开党委会26次，民主生活会、组织生活会分别召开2次和14次。",
            ["democratic_life_meeting.meetings", "organisation_life_meeting.meetings"],
        ),
        # A clause that holds a bound only speaks of the clause before it.
        ("每逢重大节日开展廉政提醒，全年不少于8次。", ["integrity_reminder.reminders"]),
        # Who took part says nothing of what was taken part in.
        ("组织党员干部251人次观看警示教育片。", ["warning_education.viewers[form=警示教育片]"]),
        # What stands between two numbers belongs to the second.
        ("督办事项120件办结118件。", ["supervised_item.items", "supervised_item.closed"]),
        ("月度重点工作推进会11次没有间断。", ["monthly_promotion_meeting.meetings"]),
        # The sentence says what it is about before its first number.
        ("对上级重要指示批示，全年承办26件。", ["instruction_implementation.received"]),
        # What is lacking or was not done counts nothing.
        ("3个支部主题党日质量不高。", [None]),
        ("8家重大火灾隐患未按期整改。", [None]),
        ("2个支部届满没有换届。", ["organisation_change.overdue_elections"]),
    ],
)
def test_the_sentence_says_what_the_clause_leaves_out(known: Wordings, text: str, expected: list[str | None]) -> None:
    assert keys(known, text)[-len(expected) :] == expected


def test_a_short_word_suffices_behind_a_claim_of_its_kind_and_nowhere_else(known: Wordings) -> None:
    (_, replied) = statements(text := "收到基层请示45件，批复44件。", read(text).claims)
    behind = match(replied, known, told=Told("submission.received", is_sure=True))
    assert behind.best is not None
    assert behind.best.series == "submission.replied"
    assert behind.is_sure
    assert match(replied, known, told=Told("audit.audits", is_sure=True)).best is None


def test_what_follows_on_an_unsure_claim_is_unsure(known: Wordings) -> None:
    (_, replied) = statements(text := "收到基层请示45件，批复44件。", read(text).claims)
    found = match(replied, known, told=Told("submission.received", is_sure=False))
    assert found.best is not None
    assert not found.is_sure
    assert "上文" in found.why


def test_a_bare_number_goes_on_with_the_series_that_its_measure_word_names(known: Wordings) -> None:
    (_, people) = statements(text := "出动车辆1380辆次、7650人次。", read(text).claims)
    found = match(people, known, told=Told("dispatch.vehicles", is_sure=True))
    assert found.best is not None
    assert found.best.series == "dispatch.personnel"
    assert not found.is_sure


def test_two_choices_side_by_side_narrow_nothing(known: Wordings) -> None:
    (found,) = matches(known, "完成34个党组织的改选和增补。")
    assert found.best is not None
    assert found.best.series == "organisation_change.reelected_orgs"


@settings(deadline=None)  # the first call reads the packs
@given(st.integers(1, 9_999), st.integers(1, 9_999), st.integers(1, 9_999))
def test_no_number_moves_a_match(known: Wordings, one: int, two: int, three: int) -> None:
    text = "召开党委会{}次，研究议题{}项，开展夜间督查暗访{}次，排查整改问题{}条。"
    assert matches(known, text.format(one, two, three, one)) == matches(known, text.format(14, 75, 8, 77))


@pytest.fixture
def scorer(shared: Path) -> ModuleType:
    """The tool that scores a mapping."""
    spec = importlib.util.spec_from_file_location("score_mapping", shared / "tools/score_mapping.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_labelled_documents_are_mapped(shared: Path, scorer: ModuleType, known: Wordings) -> None:
    claims = keyed = right = left = wrong = 0
    for name in DOCUMENTS:
        text = (shared / f"documents/{name}.txt").read_text(encoding="utf-8")
        gold = scorer.load(shared / f"documents/gold/{name}.map.jsonl")
        found = read(text).claims
        rows = [
            {
                "start": claim.start,
                "end": claim.end,
                "figure": answer.best.series if answer.best else None,
                "verdict": "proven" if answer.is_sure else "unclear",
            }
            for claim, answer in zip(found, (match(s, known) for s in statements(text, found)), strict=True)
        ]
        score, misses = scorer.score(gold, json.loads(json.dumps(rows)))
        claims += score["claims"]
        keyed += score["keyed"]
        right += round(score["mapped_right"] * score["keyed"])
        left += round(score["left_alone_right"] * score["unkeyed"])
        wrong += round(score["asserted_wrong"] * score["claims"])
        assert score["claims"], misses
    assert right >= 0.95 * keyed
    assert left >= 0.95 * (claims - keyed)
    assert wrong < 0.02 * claims
