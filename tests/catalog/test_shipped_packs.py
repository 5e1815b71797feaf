"""The shipped packs hold the whole catalogue: every entry is compared, and every deviation has its reason."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from bihuan.catalog.catalogue import Catalogue
from bihuan.catalog.loaded import shipped_folders
from bihuan.catalog.loader import load_packs
from bihuan.catalog.schema import Aggregation, Entry, FieldType, Kind, Measure

Raw = dict[str, Any]

CLASSES = {
    "count": {Aggregation.COUNT},
    "sum": {Aggregation.SUM},
    "last": {Aggregation.STOCK, Aggregation.READING},
    "rate": {Aggregation.RATE},
}

# measure -> aspect that differs from the catalogue -> why.
DIFFERENCES: dict[str, dict[str, str]] = {
    # What the name says and the catalogue's filter leaves out.
    "party_organisation.organisations": {"where": "League and union bodies of the register are no Party bodies"},
    "party_organisation.branches": {"where": "of the register's bodies only the branches"},
    "delegated_power.powers": {"where": "the register holds powers and the cases in which they were overridden"},
    "delegated_power.exceptions": {"where": "the same register; only the overridden ones"},
    "secretary_term.term_assessed": {"where": "only the terms that were assessed"},
    "exemplar.recognised": {"where": "only those that were made known: all are in exemplars"},
    "practical_matter.solved": {"where": "only the solved ones: all are the denominator of the rate"},
    "self_declared_problem.carried_over": {"where": "only the problems carried over"},
    "branch_standard_check.passed": {
        "where": "only checks that were passed",
        "distinct": "a branch, however often checked",
    },
    "post_assignment.lines_covered": {
        "where": "assignments that name a line",
        "distinct": "a line, however many share it",
    },
    "integrity_risk_item.areas": {"distinct": "an area, however many risks it has"},
    "integrity_risk_item.posts": {"distinct": "a post, however many risks it has"},
    "youth_group_activity.groups": {"distinct": "a group, however many activities it had"},
    "screening_progress.house_rate": {"where": "a rate has no filter of its own: its two parts carry it"},
    "screening_progress.premises_rate": {"where": "a rate has no filter of its own: its two parts carry it"},
    # A register whose field is called otherwise.
    "professional_team.backed_up_roles": {"field": "the catalogue's field is backup_roles"},
    "volunteer_team.volunteers": {"field": "the catalogue's field is members"},
    # Worked out, so that nobody types it a second time.
    "organisation_change.overdue_elections": {
        "aggregation": "total of party_organisation.terms_over: a term that ran out is no record of a change"
    },
    "duty_list.categories": {
        "aggregation": "total of duty_item.categories: the items say how many classes there are"
    },
    "duty_item.fulfilled": {"aggregation": "total of duty.met_items, which the duties offer: derived, never ticked"},
    "safety_incident.days_without": {"aggregation": "total of an offered series: time passes without records"},
    "budget.increase": {"aggregation": "total: this year's budget less last year's"},
    # Counted otherwise than the catalogue says.
    "research_topic.focus_areas": {
        "aggregation": "distinct count: the areas of the topics set in the period, also after they were completed",
        "distinct": "an area, however many topics it has",
    },
    "village_assistance.projects": {"aggregation": "sum of the field projects: a record is a village, not a project"},
}

ADDED_KINDS = {
    "party_group_meeting": "one of the three meetings and one lesson, which the catalogue lacks",
    "task": "posted by the moves of findings and tasks, never recorded by hand",
}

# kind -> fields that the catalogue does not list; each serves a measure, an end of validity or a quorum.
ADDED_FIELDS: dict[str, str] = {
    "administrative_service": "due_on",
    "annual_key_task": "completed_on",
    "branch_committee_meeting": "members_due members_present",
    "branch_standard_check": "expires_on",
    "delegated_power": "entry",
    "democratic_life_meeting": "members_due members_present",
    "duty_item": "ended_on",
    "exemplar": "ended_on",
    "fire_force_unit": "ended_on",
    "infrastructure_upgrade": "ended_on",
    "integration_measure": "ended_on",
    "integrity_risk_item": "ended_on",
    "line_standard": "ended_on",
    "open_call_task": "completed_on",
    "party_brand": "ended_on",
    "party_lecture": "lecturer",
    "practical_matter": "listed_on",
    "professional_team": "ended_on",
    "research_topic": "completed_on",
    "review_rectification": "found_on",
    "safety_risk_item": "ended_on",
    "self_declared_problem": "resolved_on",
    "support_policy": "ended_on",
    "talk": "headcount_due",
    "target_letter": "counterparties_due",
    "training_class": "member_hours",
    "village_assistance": "cadres",
    "youth_group_activity": "group_ended_on",
}


@pytest.fixture
def raw(shared: Path) -> Raw:
    """The catalogue as the requirements have it."""
    return _read(shared / "requirements" / "catalogue.yaml")


@cache
def _read(path: Path) -> Raw:
    loaded: Raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded


def differing(kind: Kind, measure: Measure, wanted: Raw) -> Iterator[str]:
    if measure.aggregation not in CLASSES[wanted["aggregation"]]:
        yield "aggregation"
    if dumped(measure.where) != wanted.get("where", {}):
        yield "where"
    if measure.distinct != wanted.get("distinct"):
        yield "distinct"
    if wanted["aggregation"] in ("sum", "last") and (measure.field or measure.key) != wanted.get(
        "field", measure.key
    ):
        yield "field"
    if measure.supporting:
        yield "supporting"
    same = (measure.name, measure.unit, measure.also_units, measure.attested, measure.note)
    if same != (
        wanted["name"],
        wanted["unit"],
        tuple(wanted.get("also_units", ())),
        tuple(wanted.get("attested", ())),
        wanted.get("note", ""),
    ):
        yield "words"


@pytest.fixture(scope="module")
def packs() -> Catalogue:
    """Every shipped pack."""
    found, problems = load_packs(shipped_folders())
    assert not [str(problem) for problem in problems]
    assert found is not None
    return found


def test_every_kind_is_there_and_every_further_one_has_its_reason(packs: Catalogue, raw: Raw) -> None:
    assert len(raw["record_kinds"]) == 187
    assert set(packs.kinds) - {kind["key"] for kind in raw["record_kinds"]} == set(ADDED_KINDS)
    assert not {kind["key"] for kind in raw["record_kinds"]} - set(packs.kinds)


def test_every_kind_says_what_the_catalogue_says(packs: Catalogue, raw: Raw) -> None:
    for wanted in raw["record_kinds"]:
        kind = packs.kind(wanted["key"])
        assert (kind.name, kind.theme, kind.act_only) == (
            wanted["name"],
            wanted["theme"],
            wanted.get("act_only", False),
        )
        assert kind.terms == wanted["terms"]
        assert list(kind.sources) == wanted["sources"]
        assert [each.model_dump(mode="json") for each in kind.frequency] == wanted["frequency"]


def test_every_field_and_choice_is_there(packs: Catalogue, raw: Raw) -> None:
    added: dict[str, str] = {}
    for wanted in raw["record_kinds"]:
        kind = packs.kind(wanted["key"])
        keys = [each.key for each in kind.fields]
        assert keys[: len(wanted["fields"])] == wanted["fields"]
        if extra := keys[len(wanted["fields"]) :]:
            added[kind.key] = " ".join(extra)
        broken_down = {each.key: list(each.choices) for each in kind.fields if each.breakdown}
        assert broken_down | wanted.get("dims", {}) == broken_down
    assert added == ADDED_FIELDS


def test_every_field_has_a_chinese_name_of_its_own(packs: Catalogue) -> None:
    for kind in packs.kinds.values():
        names = [each.name for each in kind.fields]
        assert len(set(names)) == len(names), kind.key
        assert all(any("一" <= sign <= "鿿" for sign in name) for name in names), kind.key


def test_every_measure_is_there_and_every_difference_has_its_reason(packs: Catalogue, raw: Raw) -> None:
    found: dict[str, set[str]] = {}
    count = 0
    for wanted in raw["record_kinds"]:
        kind = packs.kind(wanted["key"])
        measures = {measure.key: measure for measure in kind.measures}
        for each in wanted["measures"]:
            count += 1
            if aspects := set(differing(kind, measures.pop(each["key"]), each)):
                found[f"{kind.key}.{each['key']}"] = aspects
        assert all(measure.supporting for measure in measures.values()), kind.key
    assert count == 440
    assert found == {key: set(reasons) for key, reasons in DIFFERENCES.items()}


def test_every_rate_has_two_sides_of_posted_or_offered_series(packs: Catalogue, raw: Raw) -> None:
    rates = [
        f"{kind['key']}.{measure['key']}"
        for kind in raw["record_kinds"]
        for measure in kind["measures"]
        if measure["aggregation"] == "rate"
    ]
    assert len(rates) == 50
    for key in rates:
        series = packs.series(key)
        assert series.numerator, key
        assert series.denominator, key
        for operand in (*series.numerator, *series.denominator):
            part = packs.series(operand.series)
            assert part.is_posted or part.offered


@pytest.mark.parametrize(
    ("pack_list", "raw_list", "expected"),
    [
        ("formulas", "composite_measures", 6),
        ("absence_claims", "absence_claims", 4),
        ("consistency_checks", "consistency_checks", 12),
        ("duty_lists", "duty_lists", 27),
        ("documents", "sources", 5),
        ("themes", "themes", 15),
        ("closed_loops", "closed_loops", 27),
        ("parallel_mechanisms", "parallel_mechanisms", 11),
        ("assessments", "assessments", 17),
        ("report_genres", "report_genres", 5),
    ],
)
def test_every_other_list_is_whole(packs: Catalogue, raw: Raw, pack_list: str, raw_list: str, expected: int) -> None:
    entries = getattr(packs, pack_list)
    found = {identity(each): each for each in (entries.values() if hasattr(entries, "values") else entries)}
    assert set(found) == {each.get("key") or each["id"] for each in raw[raw_list]}
    assert len(found) == expected
    for wanted in raw[raw_list]:
        entry = found[wanted.get("key") or wanted["id"]]
        said = entry.model_dump(mode="json")
        if pack_list == "formulas":
            said |= {"of": [operand["series"] for operand in said["of"]], "aggregation": said["operation"]}
        assert {key: said[key] for key in wanted} == wanted


def identity(entry: Entry) -> str:
    return str(getattr(entry, "key", "") or getattr(entry, "id", ""))


def test_what_is_stated_or_named_is_owed_or_falls_to_an_event(packs: Catalogue) -> None:
    """A frequency with a number and a calendar window has a duty on a series of its kind, at least as strict."""
    owed = {packs.series(duty.series).kind: duty for duty in packs.duties if duty.times is not None}
    for kind in packs.kinds.values():
        for each in kind.frequency:
            if each.basis == "regular" or each.per == "event":
                continue
            assert kind.key in owed, kind.key
            assert any(
                packs.series(duty.series).kind == kind.key and (duty.times, str(duty.per)) == (each.times, each.per)
                for duty in packs.duties
            ), (kind.key, each.act)


def test_what_is_only_regular_is_a_duty_whose_number_the_organisation_sets(packs: Catalogue) -> None:
    """Except what falls to an event, and the secretaries' statement, which the hearing of it already is."""
    owed = {packs.series(duty.series).kind for duty in packs.duties}
    unowed = {kind.key for kind in packs.kinds.values() for each in kind.frequency if kind.key not in owed}
    assert unowed == {"leading_group_meeting", "hazard_check", "duty_statement"}


NORMS = {
    "党支部委员会会议": "branch_committee_meeting",
    "党小组会": "party_group_meeting",
    "党员大会": "member_assembly",
    "党课": "party_lecture",
    "书记讲党课": "secretary_lecture",
    "主题党日": "theme_party_day",
    "组织生活会": "organisation_life_meeting",
    "民主评议党员": "democratic_appraisal",
    "专题研究全面从严治党": "strict_governance_study",
    "书面报告上一年度责任落实情况": "responsibility_report",
    "理论学习中心组集体学习研讨": "centre_group_study",
    "党员集中学习培训": "member_training_hours",
    "民主生活会": "democratic_life_meeting",
}


def test_every_norm_is_a_duty_that_says_whether_its_text_was_read(packs: Catalogue, shared: Path) -> None:
    duties = {duty.key: duty for duty in packs.duties}
    lines = (shared / "requirements" / "norms.md").read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")][2:]
    assert [row[0] for row in rows] == list(NORMS)
    for name, *_, state in rows:
        duty = duties[NORMS[name]]
        # The lecture's number is that of document 003, which was read; the article is named in its note.
        assert duty.source.verified == (state == "read" or name == "党课"), name
        assert duty.note or duty.owed_by.post


def test_a_branch_owes_each_duty_of_organisation_life_once_and_its_groups_theirs(packs: Catalogue) -> None:
    owed = {
        duty.key: (duty.times, str(duty.per))
        for duty in packs.duties
        if duty.owed_by.unit_type == "party_branch" and duty.times is not None
    }
    one = Decimal(1)
    assert owed == {
        "branch_committee_meeting": (one, "month"),
        "theme_party_day": (one, "month"),
        "member_assembly": (one, "quarter"),
        "party_lecture": (one, "quarter"),
        "organisation_life_meeting": (one, "year"),
        "democratic_appraisal": (one, "year"),
    }
    group = next(duty for duty in packs.duties if duty.key == "party_group_meeting")
    assert (str(group.owed_by.unit_type), group.times, str(group.per)) == ("branch_group", one, "month")


def test_a_duty_that_only_says_regularly_leaves_the_number_to_the_organisation(packs: Catalogue) -> None:
    open_duties = [duty for duty in packs.duties if duty.times is None]
    assert len(open_duties) >= 20
    assert all(duty.note for duty in open_duties)


def test_every_duty_is_met_by_a_series_that_adds_up(packs: Catalogue) -> None:
    assert not [duty.key for duty in packs.duties if not packs.series(duty.series).is_tallied]


def test_what_nobody_has_held_against_the_text_is_marked(packs: Catalogue) -> None:
    sources = {duty.key: duty.source for duty in packs.duties}
    assert sources["branch_committee_meeting"].verified
    assert not sources["member_assembly"].verified
    assert not sources["democratic_life_meeting"].verified


def test_kinds_that_keep_only_the_act_hold_no_free_words(packs: Catalogue) -> None:
    act_only = [kind for kind in packs.kinds.values() if kind.act_only]
    assert len(act_only) == 15
    assert not [kind.key for kind in act_only if any(each.type is FieldType.TEXT for each in kind.fields)]


def test_money_is_kept_to_the_fen(packs: Catalogue) -> None:
    decimals = {"万元": 6, "元": 2}
    for series in packs.all_series():
        if series.is_posted and series.unit in decimals:
            assert series.decimals == decimals[series.unit], series.key


def test_no_two_kinds_are_called_the_same(packs: Catalogue) -> None:
    called: dict[str, str] = {}
    for kind in packs.kinds.values():
        for name in {kind.name, *kind.also_called}:
            assert called.setdefault(name, kind.key) == kind.key, name


def test_open_lists_are_left_open(packs: Catalogue) -> None:
    assert packs.lists["seven_deliberations"].expected == 7
    assert not [key for key, each in packs.lists.items() if each.choices]


def dumped(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: dumped(each) for key, each in value.items()}
    return list(value) if isinstance(value, tuple) else value
