from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bihuan.duties.rules import Rule
from bihuan.duties.windows import Tile, tiles
from bihuan.values.period import Period
from bihuan.values.window import Per
from duties.rulebook import rule

DAYS = st.dates(date(2019, 1, 1), date(2026, 12, 31))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    first = draw(DAYS)
    return Period(first, first + timedelta(days=draw(st.integers(0, 900))))


@st.composite
def amended_rules(draw: st.DrawFn) -> list[Rule]:
    """Up to four versions, each of which follows the one before on any day, the first since before all tests."""
    amended = sorted(draw(st.sets(DAYS, max_size=3)))
    begins = [date(2000, 1, 1), *amended]
    ends = [*(day - timedelta(days=1) for day in amended), None]
    return [
        rule(per=draw(st.sampled_from(Per)), since=since, until=until, quota=place + 1)
        for place, (since, until) in enumerate(zip(begins, ends, strict=True))
    ]


def spans(found: tuple[Tile, ...]) -> list[str]:
    return [str(Period(tile.first, tile.last)) for tile in found]


@given(amended_rules(), periods())
def test_windows_tile_time_with_neither_gap_nor_overlap(rules: list[Rule], over: Period) -> None:
    found = tiles(rules, over)
    assert found[0].first <= over.first
    assert over.last <= found[-1].last
    for before, after in pairwise(found):
        assert after.first == before.last + timedelta(days=1)


@given(amended_rules(), periods(), st.integers(0, 400), st.integers(0, 400))
def test_any_enclosing_period_gives_the_same_windows(
    rules: list[Rule], over: Period, earlier: int, later: int
) -> None:
    wider = Period(over.first - timedelta(days=earlier), over.last + timedelta(days=later))
    assert tiles(rules, over) == tuple(
        tile for tile in tiles(rules, wider) if Period(tile.first, tile.last).overlaps(over)
    )


@given(amended_rules(), periods())
def test_a_window_is_judged_by_the_rule_in_force_on_its_first_day_or_the_one_that_goes_on(
    rules: list[Rule], over: Period
) -> None:
    for tile in tiles(rules, over):
        in_force = next(each for each in reversed(rules) if each.since <= tile.first)
        if tile.rule is in_force:
            continue
        # An earlier version goes on only until the later one's first whole window.
        assert tile.rule.since < in_force.since
        assert in_force.per.months > tile.rule.per.months


@given(DAYS, st.sampled_from(Per))
def test_every_window_is_a_whole_calendar_month_quarter_half_year_or_year(day: date, per: Per) -> None:
    (tile,) = tiles([rule(per=per)], Period(day, day))
    assert Period(tile.first, tile.last).month_count == per.months
    assert tile.first.day == 1


def test_monthly_on_the_31st_is_twelve_months_and_not_a_drift_to_the_28th() -> None:
    found = tiles([rule()], Period(date(2024, 1, 31), date(2024, 12, 31)))
    assert [tile.last.day for tile in found] == [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]


def test_a_rule_amended_in_june_begins_with_july() -> None:
    old = rule(quota=1, until=date(2023, 6, 14))
    new = rule(quota=2, since=date(2023, 6, 15))
    asked = [tile.rule.quota for tile in tiles([old, new], Period.parse("2023"))]
    assert asked == [1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2]


def test_a_rule_amended_on_the_first_of_june_begins_with_june() -> None:
    old = rule(quota=1, until=date(2023, 5, 31))
    new = rule(quota=2, since=date(2023, 6, 1))
    assert [tile.rule.quota for tile in tiles([old, new], Period.parse("2023-Q2"))] == [1, 1, 2]


def test_when_months_become_quarters_in_may_the_months_go_on_until_the_third_quarter() -> None:
    old = rule(per=Per.MONTH, until=date(2023, 5, 14))
    new = rule(per=Per.QUARTER, since=date(2023, 5, 15))
    assert spans(tiles([old, new], Period.parse("2023"))) == [
        *(f"2023-{month:02}" for month in range(1, 7)),
        "2023-Q3",
        "2023-Q4",
    ]


def test_when_quarters_become_months_in_may_the_running_quarter_is_finished_first() -> None:
    old = rule(per=Per.QUARTER, until=date(2023, 5, 14))
    new = rule(per=Per.MONTH, since=date(2023, 5, 15))
    assert spans(tiles([old, new], Period.parse("2023"))) == [
        "2023-Q1",
        "2023-Q2",
        *(f"2023-{month:02}" for month in range(7, 13)),
    ]


def test_a_rule_that_lapses_without_a_successor_asks_only_for_whole_windows() -> None:
    lapsing = rule(per=Per.QUARTER, until=date(2023, 8, 20))
    assert spans(tiles([lapsing], Period.parse("2023"))) == ["2023-Q1", "2023-Q2"]
    to_the_day = rule(per=Per.QUARTER, until=date(2023, 9, 30))
    assert spans(tiles([to_the_day], Period.parse("2023"))) == ["2023-Q1", "2023-Q2", "2023-Q3"]


def test_between_a_rule_that_lapsed_and_a_later_one_nothing_is_asked() -> None:
    lapsed = rule(per=Per.QUARTER, until=date(2023, 5, 10))
    later = rule(per=Per.MONTH, since=date(2023, 9, 15))
    assert spans(tiles([lapsed, later], Period.parse("2023"))) == ["2023-Q1", "2023-10", "2023-11", "2023-12"]


def test_a_single_day_without_a_rule_is_a_lapse() -> None:
    lapsed = rule(until=date(2023, 5, 30))
    later = rule(since=date(2023, 6, 1))
    assert spans(tiles([lapsed, later], Period.parse("2023-Q2"))) == ["2023-04", "2023-06"]


def test_a_rule_that_was_superseded_does_not_come_back_when_its_successor_lapses() -> None:
    versions = [
        rule(until=date(2023, 2, 9)),
        rule(per=Per.QUARTER, since=date(2023, 2, 10), until=date(2023, 8, 1)),
    ]
    assert spans(tiles(versions, Period.parse("2023"))) == ["2023-01", "2023-02", "2023-03", "2023-Q2"]


def test_a_first_rule_begins_with_its_first_whole_window() -> None:
    assert spans(tiles([rule(per=Per.HALF_YEAR, since=date(2023, 1, 2))], Period.parse("2023"))) == ["2023-H2"]


def test_an_amendment_of_an_amendment_in_the_same_month_leaves_no_gap() -> None:
    versions = [
        rule(quota=1, until=date(2023, 6, 9)),
        rule(quota=2, since=date(2023, 6, 10), until=date(2023, 6, 19)),
        rule(quota=3, since=date(2023, 6, 20)),
    ]
    assert [tile.rule.quota for tile in tiles(versions, Period.parse("2023-Q2"))] == [1, 1, 1]
    assert [tile.rule.quota for tile in tiles(versions, Period.parse("2023-07"))] == [3]
