from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bihuan.duties.balances import Count, Debt, State, Window, balance
from bihuan.duties.rules import Life, Rule
from bihuan.values.period import Period
from bihuan.values.quantity import Bound
from bihuan.values.window import Per
from duties.rulebook import ALWAYS, MEETINGS, account, on, rule, states

YEARS = Period(date(2022, 1, 1), date(2024, 12, 31))
DAYS = st.dates(YEARS.first, YEARS.last)
# An amount, or a distinct thing that counts once.
ACT = st.builds(Count, DAYS, st.integers(1, 4), st.just("")) | st.builds(
    Count, DAYS, st.just(1), st.sampled_from(["东街", "西街"])
)
ACTS = st.lists(ACT, max_size=60)
WAIVED = st.dictionaries(
    st.sampled_from([date(2023, month, 1) for month in range(1, 13)]), st.just("抗洪"), max_size=3
)


@st.composite
def rules(draw: st.DrawFn) -> tuple[Rule, ...]:
    """A rule, perhaps amended once on any day, with any quota, frequency and grace."""
    amended = draw(st.none() | DAYS)
    one = draw(st.integers(1, 6)), draw(st.sampled_from(Per)), draw(st.integers(0, 31))
    if amended is None:
        return (rule(quota=one[0], per=one[1], grace=one[2]),)
    two = draw(st.integers(1, 6)), draw(st.sampled_from(Per)), draw(st.integers(0, 31))
    return (
        rule(quota=one[0], per=one[1], grace=one[2], until=amended - timedelta(days=1)),
        rule(quota=two[0], per=two[1], grace=two[2], since=amended),
    )


@st.composite
def debts(draw: st.DrawFn) -> Debt:
    begins = draw(st.dates(date(2020, 1, 1), date(2024, 6, 30)))
    ends = draw(st.none() | st.dates(begins, date(2025, 6, 30)))
    return Debt(draw(rules()), (Life(begins, ends),), draw(WAIVED))


def drawn_up(debt: Debt, acts: list[Count], today: date = date(2026, 1, 1)) -> tuple[Window, ...]:
    return balance(debt, {MEETINGS: acts}, YEARS, today)


class TestStates:
    def test_a_month_with_its_meeting_is_met_and_one_without_is_missed(self) -> None:
        assert states(account(rule(), on("01-10", "03-31"), over="2023-Q1")) == ["met", "missed", "met"]

    def test_the_running_month_is_open_and_the_next_is_upcoming(self) -> None:
        windows = account(rule(), on("05-04"), over="2023-Q2", today=date(2023, 5, 31))
        assert states(windows) == ["missed", "met", "upcoming"]
        windows = account(rule(), [], over="2023-Q2", today=date(2023, 5, 31))
        assert states(windows) == ["missed", "open", "upcoming"]

    def test_a_window_is_open_from_its_first_day_to_its_last(self) -> None:
        days = [date(2023, 5, 31), date(2023, 6, 1), date(2023, 6, 30), date(2023, 7, 1)]
        found = [account(rule(), [], over="2023-06", today=day)[0].state.value for day in days]
        assert found == ["upcoming", "open", "open", "missed"]

    def test_an_open_window_owes_and_an_upcoming_one_does_not_yet(self) -> None:
        windows = account(rule(quota=3), on("05-04"), over="2023-Q2", today=date(2023, 5, 31))
        assert [(window.owed, window.done, window.arrears) for window in windows] == [(3, 0, 3), (3, 1, 2), (3, 0, 0)]

    def test_three_of_four_stays_visible(self) -> None:
        (window,) = account(rule(quota=4, per=Per.QUARTER), on("01-05", "02-06", "02-20"), over="2023-Q1")
        assert (window.done, window.owed, window.arrears, window.state) == (3, 4, 1, State.MISSED)

    def test_a_quota_in_hours_counts_in_steps(self) -> None:
        training = rule(quota=320, per=Per.YEAR)
        (window,) = account(training, on("03-01", amount=155) + on("11-20", amount=165))
        assert (window.done, window.state) == (320, State.MET)

    def test_what_happens_after_the_day_asked_is_left_out(self) -> None:
        (window,) = account(rule(), on("06-20"), over="2023-06", today=date(2023, 6, 19))
        assert (window.state, window.done) == (State.OPEN, 0)

    def test_a_missed_window_stays_missed_however_much_is_done_later(self) -> None:
        assert states(account(rule(), on("03-01", "03-02", "03-03"), over="2023-Q1")) == ["missed", "missed", "met"]

    def test_more_than_an_exact_quota_is_met_and_shown_as_over(self) -> None:
        acts = on("06-01", "06-20")
        (window,) = account(rule(bound=Bound.EXACT), acts, over="2023-06")
        assert (window.state, window.over) == (State.MET, 1)
        (window,) = account(rule(bound=Bound.AT_LEAST), acts, over="2023-06")
        assert (window.state, window.over) == (State.MET, 0)

    def test_a_duty_without_a_number_has_no_windows(self) -> None:
        assert account(rule(quota=None), on("06-01")) == ()

    def test_a_distinct_thing_counts_once_in_a_window(self) -> None:
        acts = [
            Count(date(2023, 1, 5), 1, "东街"),
            Count(date(2023, 1, 9), 1, "东街"),
            Count(date(2023, 2, 1), 1, "东街"),
        ]
        windows = account(rule(quota=2), acts, over="2023-01-01..2023-02-28")
        assert [window.done for window in windows] == [1, 1]

    def test_a_rule_that_counts_another_thing_after_its_amendment_does_not_mix_the_two(self) -> None:
        versions = (
            rule(until=date(2023, 5, 31)),
            rule(since=date(2023, 6, 1), series="assembly.meetings"),
        )
        counts = {MEETINGS: on("05-05", "06-05"), "assembly.meetings": on("05-06", "06-06", "06-07")}
        windows = balance(Debt(versions, ALWAYS), counts, Period.parse("2023-05-01..2023-06-30"), date(2024, 1, 1))
        assert [window.done for window in windows] == [1, 2]


class TestGrace:
    def test_an_act_in_the_grace_makes_up_for_the_window_before(self) -> None:
        windows = account(rule(grace=5), on("02-05", "02-20"), over="2023-01-01..2023-02-28")
        assert states(windows) == ["met_late", "met"]
        assert [(window.done, window.late) for window in windows] == [(1, 1), (1, 0)]

    def test_the_day_after_the_grace_is_too_late(self) -> None:
        windows = account(rule(grace=5), on("02-06"), over="2023-01-01..2023-02-28")
        assert states(windows) == ["missed", "met"]

    def test_a_window_in_its_grace_is_still_open(self) -> None:
        (january,) = account(rule(grace=5), [], over="2023-01", today=date(2023, 2, 5))
        assert (january.state, january.arrears) == (State.OPEN, 1)
        (january,) = account(rule(grace=5), [], over="2023-01", today=date(2023, 2, 6))
        assert january.state is State.MISSED

    def test_an_act_that_makes_up_for_the_old_debt_does_not_count_twice(self) -> None:
        windows = account(rule(grace=5), on("02-03"), over="2023-01-01..2023-02-28")
        assert states(windows) == ["met_late", "missed"]

    def test_what_the_old_debt_leaves_goes_to_the_window_of_the_act(self) -> None:
        windows = account(rule(quota=4, grace=10), on("01-20") + on("02-08", amount=5), over="2023-01-01..2023-02-28")
        assert [(window.done, window.late) for window in windows] == [(4, 3), (2, 0)]

    def test_the_oldest_debt_is_paid_first(self) -> None:
        # 2 March lies in the grace of January (31 days, until 3 March) and of February.
        windows = account(rule(grace=31), on("03-02"), over="2023-Q1")
        assert states(windows) == ["met_late", "missed", "missed"]

    def test_a_waived_window_takes_nothing_from_the_next(self) -> None:
        debt = Debt((rule(grace=5),), ALWAYS, {date(2023, 1, 1): "抗洪抢险"})
        windows = balance(debt, {MEETINGS: on("02-03")}, Period.parse("2023-01-01..2023-02-28"), date(2024, 1, 1))
        assert states(windows) == ["waived", "met"]

    def test_a_debt_handed_on_from_month_to_month_for_years_is_still_known(self) -> None:
        # No meeting in January 2020, then one on the third of every month: each makes up for the month before.
        acts = [Count(date(year, month, 3), 1) for year in range(2020, 2024) for month in range(1, 13)][1:]
        debt = Debt((rule(grace=5),), (Life(date(2020, 1, 1)),))
        (june,) = balance(debt, {MEETINGS: acts}, Period.parse("2023-06"), date(2024, 1, 1))
        assert (june.state, june.late) == (State.MET_LATE, 1)

    def test_february_asked_alone_knows_that_its_act_went_to_january(self) -> None:
        (february,) = account(rule(grace=5), on("02-03"), over="2023-02")
        assert february.state is State.MISSED


class TestLives:
    def windows(self, life: Life, per: Per = Per.MONTH) -> list[str]:
        found = balance(Debt((rule(per=per),), (life,)), {}, Period.parse("2023"), date(2024, 1, 1))
        return [str(window.period) for window in found]

    def test_the_first_whole_window_after_a_unit_begins_is_the_first_owed(self) -> None:
        assert self.windows(Life(date(2023, 10, 2))) == ["2023-11", "2023-12"]
        assert self.windows(Life(date(2023, 10, 1))) == ["2023-10", "2023-11", "2023-12"]
        assert self.windows(Life(date(2023, 2, 1)), Per.QUARTER) == ["2023-Q2", "2023-Q3", "2023-Q4"]

    def test_the_window_in_which_a_unit_ends_is_owed_only_if_it_ends_on_its_last_day(self) -> None:
        assert self.windows(Life(date(2020, 1, 1), date(2023, 3, 30))) == ["2023-01", "2023-02"]
        assert self.windows(Life(date(2020, 1, 1), date(2023, 3, 31))) == ["2023-01", "2023-02", "2023-03"]

    def test_a_unit_that_lives_less_than_a_window_owes_nothing(self) -> None:
        assert self.windows(Life(date(2023, 3, 2), date(2023, 11, 30)), Per.YEAR) == []

    def test_holders_who_owe_together_owe_one_quota_each(self) -> None:
        lives = (Life(date(2020, 1, 1)), Life(date(2023, 7, 1)), Life(date(2023, 7, 2)))
        windows = balance(Debt((rule(per=Per.HALF_YEAR),), lives), {}, Period.parse("2023"), date(2024, 1, 1))
        assert [window.owed for window in windows] == [1, 2]

    def test_an_act_of_a_unit_before_its_first_whole_window_meets_nothing(self) -> None:
        debt = Debt((rule(),), (Life(date(2023, 10, 2)),))
        (november, _) = balance(debt, {MEETINGS: on("10-20")}, Period.parse("2023-Q4"), date(2024, 1, 1))
        assert november.done == 0


class TestProperties:
    @given(debts(), ACTS, DAYS)
    def test_every_window_has_one_state_and_the_states_are_all_windows(
        self, debt: Debt, acts: list[Count], today: date
    ) -> None:
        windows = drawn_up(debt, acts, today)
        tally = {state: sum(window.state is state for window in windows) for state in State}
        assert sum(tally.values()) == len(windows)
        for window in windows:
            assert window.owed > 0
            assert (window.state is State.WAIVED) == (window.first in debt.waived)
            over = today > window.rule.grace_ends(window.last)
            if window.state in (State.OPEN, State.UPCOMING):
                assert not over
            if window.state is State.MISSED:
                assert over
                assert window.arrears > 0
            if window.state in (State.MET, State.MET_LATE):
                assert window.arrears == 0

    @given(debts(), ACTS, ACT)
    def test_one_act_more_never_increases_the_arrears(self, debt: Debt, acts: list[Count], more: Count) -> None:
        before = sum(window.arrears for window in drawn_up(debt, acts))
        after = sum(window.arrears for window in drawn_up(debt, [*acts, more]))
        assert after <= before

    @given(debts(), ACTS)
    def test_no_act_counts_for_more_than_it_is(self, debt: Debt, acts: list[Count]) -> None:
        windows = drawn_up(debt, acts)
        assert sum(window.done for window in windows) <= sum(act.amount for act in acts)
        for window in windows:
            assert window.late <= window.done
            if window.late:
                # What came late only ever fills what was short.
                assert window.done <= window.owed

    @given(debts(), ACTS.flatmap(lambda acts: st.tuples(st.just(acts), st.permutations(acts))))
    def test_the_order_in_which_acts_are_entered_changes_nothing(
        self, debt: Debt, orders: tuple[list[Count], list[Count]]
    ) -> None:
        assert drawn_up(debt, orders[0]) == drawn_up(debt, orders[1])

    @given(debts(), ACTS, DAYS, DAYS)
    def test_any_enclosing_period_gives_the_same_window(
        self, debt: Debt, acts: list[Count], one: date, other: date
    ) -> None:
        over = Period(min(one, other), max(one, other))
        today = date(2024, 6, 15)
        asked = balance(debt, {MEETINGS: acts}, over, today)
        assert asked == tuple(window for window in drawn_up(debt, acts, today) if window.period.overlaps(over))

    @given(debts(), ACTS, DAYS, st.integers(1, 400))
    def test_what_was_missed_or_met_stays_so(self, debt: Debt, acts: list[Count], today: date, later: int) -> None:
        settled = (State.MISSED, State.MET, State.MET_LATE, State.WAIVED)
        then = drawn_up(debt, acts, today)
        now = {window.first: window for window in drawn_up(debt, acts, today + timedelta(days=later))}
        for window in then:
            if window.state in settled:
                assert now[window.first].state is window.state
