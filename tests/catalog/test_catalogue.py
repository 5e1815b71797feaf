"""The catalogue: kinds, series and duties by key, and the nearest one where a key is wrong."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.catalog.catalogue import Catalogue
from bihuan.catalog.errors import UnknownKey
from bihuan.catalog.loaded import shipped_folders
from bihuan.catalog.loader import load_packs
from bihuan.catalog.schema import Aggregation, Shift
from bihuan.values.period import Period
from bihuan.values.quantity import BadQuantity


@cache
def shipped() -> Catalogue:
    found, _ = load_packs(shipped_folders())
    assert found is not None
    return found


@pytest.fixture
def packs() -> Catalogue:
    """Every shipped pack."""
    return shipped()


def test_a_series_of_a_choice_has_the_choice_in_its_name(packs: Catalogue) -> None:
    series = packs.series("inspection.inspections[mode=暗访督查]")
    assert (series.name, series.choice, series.version) == (
        "督导检查次数（暗访督查）",
        ("mode", "暗访督查"),
        "governance 1.0",
    )


def test_a_wrong_key_names_the_nearest(packs: Catalogue) -> None:
    with pytest.raises(
        UnknownKey, match=r"没有科目“party_comittee_meeting.meetings”，是不是 party_committee_meeting.meetings"
    ):
        packs.series("party_comittee_meeting.meetings")
    with pytest.raises(UnknownKey, match="没有事项“inspections”，是不是 inspection"):
        packs.kind("inspections")
    with pytest.raises(UnknownKey, match="bihuan pack list"):
        packs.formula("天气")


@pytest.mark.parametrize(
    ("key", "tallied", "posted"),
    [
        ("party_committee_meeting.meetings", True, True),
        ("audit.amount", True, True),
        ("audit_finding.categories", False, True),
        ("safety_risk_item.items", False, True),
        ("integrity_publication.issues", False, True),
        ("finding.rectification_rate", False, False),
        ("budget.increase", False, False),
        ("duty.completion_rate", False, False),
    ],
)
def test_only_what_adds_up_is_kept_in_tallies(packs: Catalogue, key: str, tallied: bool, posted: bool) -> None:  # noqa: FBT001
    series = packs.series(key)
    assert (series.is_tallied, series.is_posted) == (tallied, posted)


def test_a_measure_is_broken_down_by_its_choices_and_not_by_those_it_leaves_out(packs: Catalogue) -> None:
    lectures = [series.choice for series in packs.breakdowns("integrity_lecture.lectures")]
    assert lectures == [("lecturer_kind", "党组织书记"), ("lecturer_kind", "大队主官")]
    assert packs.breakdowns("integrity_lecture.external_lectures") == ()
    assert packs.breakdowns("inspection.inspections[mode=蹲点]") == ()


def test_people_become_ten_thousands_of_people_without_loss(packs: Catalogue) -> None:
    audience = packs.series("publicity_event.audience")
    assert (audience.unit, audience.amount(1234), audience.decimals) == ("万人", 1234, 4)
    assert packs.series("enforcement_action.fines").amount(Decimal("2000.01")) == 200_001
    assert packs.series("audit.amount").amount(Decimal("1153.4")) == 1_153_400_000


@given(st.integers(0, 10**9))
def test_every_fen_of_a_fine_is_kept(fen: int) -> None:
    assert shipped().series("enforcement_action.fines").amount(Decimal(fen) / 100) == fen


def test_a_value_finer_than_the_step_is_refused(packs: Catalogue) -> None:
    with pytest.raises(BadQuantity, match="小数超过了 6 位"):
        packs.series("audit.amount").amount(Decimal("0.0000001"))


def test_the_rate_of_last_year_reaches_over_the_whole_year_before(packs: Catalogue) -> None:
    rate = packs.series("audit_finding.prior_year_rectification_rate")
    half = Period.parse("2023-H1")
    assert [(operand.series, str(operand.shift.of(half))) for operand in (*rate.numerator, *rate.denominator)] == [
        ("audit_finding.rectified_same_year", "2022"),
        ("audit_finding.rectified_next_year", "2023-H1"),
        ("audit_finding.findings", "2022"),
    ]


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(0, 800))
def test_a_shifted_period_is_a_period_of_the_kind_that_was_asked(first: date, days: int) -> None:
    period = Period(first, date.fromordinal(first.toordinal() + days))
    assert Shift.NONE.of(period) == period
    assert Shift.TO_DATE.of(period) == Period(date(period.last.year, 1, 1), period.last)
    assert str(Shift.LAST_YEAR.of(period)) == str(period.last.year - 1)
    assert Shift.YEAR_BEFORE.of(period) == period.year_before()
    assert Shift.BEFORE.of(period).end == period.first


def test_a_kind_is_found_by_any_part_of_its_name(packs: Catalogue) -> None:
    assert [kind.key for kind in packs.kinds_named("支委会")] == ["branch_committee_meeting"]
    assert packs.kinds_named("中心组")[0].key == "centre_group_study"
    assert "discipline_committee_meeting" in [kind.key for kind in packs.kinds_named("纪委")]
    assert packs.kinds_named("党课")[0].key == "party_lecture"
    assert packs.kinds_named("  ") == ()
    assert packs.kinds_named("天气预报") == ()


def test_the_series_of_a_kind_come_whole_before_their_choices(packs: Catalogue) -> None:
    keys = [series.key for series in packs.series_of("theme_party_day")]
    assert keys[:2] == ["theme_party_day.activities", "theme_party_day.activities[mode=现场]"]
    with pytest.raises(UnknownKey):
        packs.series_of("theme_day")


def test_every_series_key_is_found_again_by_itself(packs: Catalogue) -> None:
    every = packs.all_series()
    assert len({series.key for series in every}) == len(every) > 1300
    assert all(packs.series(series.key) is series and packs.has_series(series.key) for series in every)
    assert not packs.has_series("audit.amounts")


def test_a_supporting_measure_says_so(packs: Catalogue) -> None:
    assert packs.series("party_committee_meeting.members_due").supporting
    assert not packs.series("party_committee_meeting.meetings").supporting
    assert packs.series("audit.aspects").aggregation is Aggregation.READING


def test_a_duty_is_asked_for_as_of_a_day(packs: Catalogue) -> None:
    assert packs.duty("theme_party_day", date(2023, 5, 1)).times == 1
    with pytest.raises(UnknownKey, match="没有责任事项“theme_day”"):
        packs.duty("theme_day", date(2023, 5, 1))
    assert packs.duties_on(date(1999, 12, 31)) == ()


def test_the_words_that_the_documents_name_are_the_fields_own(packs: Catalogue) -> None:
    field = next(each for each in packs.kind("hazard_check").fields if each.key == "key_links")
    assert len(packs.choices(field)) == 15
    assert packs.lists["key_links"].choices == ()
