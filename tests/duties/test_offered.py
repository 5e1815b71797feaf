from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from bihuan.book.figures import figures
from bihuan.duties import offered
from bihuan.duties.queries import balance
from bihuan.organisations.queries import UnitPlace
from bihuan.values.actor import Actor, Role
from bihuan.values.figure import Ask, Figure
from bihuan.values.period import Period
from conftest import acting, at
from duties.acts import INSPECTION, MEETING, did

Tree = dict[str, UnitPlace]
FIRST_QUARTER = Period.parse("2023-Q1")


def asked(actor: Actor, key: str, unit: str, period: Period = FIRST_QUARTER, **words: object) -> Figure:
    (figure,) = figures(actor, [Ask(key, unit, period, **words)])  # type: ignore[arg-type]
    return figure


def test_the_book_answers_how_many_windows_fell_due_and_were_met(operator: Actor, tree: Tree) -> None:
    did(tree["dc2"], INSPECTION, "01-10", "02-10", "02-11")
    assert asked(operator, "duty.due_items", "dc2").value == 3
    assert asked(operator, "duty.met_items", "dc2").value == 2
    assert asked(operator, "duty.completion_rate", "dc2").value == Fraction(200, 3)
    assert asked(operator, "duty.completion_rate", "dc2").text == "66.67%"


def test_a_unit_s_number_holds_all_below_it_unless_only_its_own_is_asked(operator: Actor, tree: Tree) -> None:
    did(tree["dc2"], INSPECTION, "01-10")
    below = [asked(operator, "duty.due_items", code).value for code in ("dc1", "dc2", "dczb", "dc")]
    assert below[3] == sum(value for value in below[:3] if value is not None)
    assert asked(operator, "duty.met_items", "dc").value == 1
    assert asked(operator, "duty.met_items", "dc", own=True).value == 0


def test_a_rate_of_what_never_fell_due_is_no_number(operator: Actor, tree: Tree) -> None:
    figure = asked(operator, "duty.completion_rate", "dc2", Period.parse("2024"))
    assert figure.value is None
    assert figure.text == "—"


def test_its_digest_changes_when_a_window_does(operator: Actor, tree: Tree) -> None:
    did(tree["dc2"], INSPECTION, "01-10")
    before = asked(operator, "duty.met_items", "dc2")
    assert asked(operator, "duty.met_items", "dc2").digest == before.digest
    did(tree["dczb"], MEETING, "01-10")
    assert asked(operator, "duty.met_items", "dc2").digest == before.digest
    did(tree["dc2"], INSPECTION, "02-10")
    assert asked(operator, "duty.met_items", "dc2").digest != before.digest


def test_as_of_a_moment_it_gives_what_was_known_then(operator: Actor, tree: Tree) -> None:
    did(tree["dc2"], INSPECTION, "01-10", at=at(2023, 1, 11))
    did(tree["dc2"], INSPECTION, "02-10", at=at(2023, 4, 20))
    assert asked(operator, "duty.met_items", "dc2").value == 2
    assert asked(operator, "duty.met_items", "dc2", as_of=at(2023, 4, 1)).value == 1
    # On 15 February, March had not begun and February was not over.
    assert asked(operator, "duty.due_items", "dc2", as_of=at(2023, 2, 15)).value == 1


def test_a_window_is_due_in_the_period_in_which_it_ends(operator: Actor, tree: Tree) -> None:
    windows = balance(operator, "dczb", Period.parse("2023"), date(2024, 2, 1)).duties
    longer = [window for duty in windows for window in duty.windows if window.first.month != window.last.month]
    assert longer, "the pack of the tests has a duty of a quarter or more"
    ends = Counter(window.last.month for duty in windows for window in duty.windows if window.state.is_due)
    later = replace(operator, at=at(2024, 2, 1))
    months = [Period.of_months(2023, month, 1) for month in range(1, 13)]
    asks = [Ask("duty.due_items", "dczb", month, own=True) for month in months]
    due = [figure.value for figure in figures(later, asks)]
    assert due == [ends[month] for month in range(1, 13)]
    assert sum(value or 0 for value in due) == asked(later, "duty.due_items", "dczb", Period.parse("2023")).value


def test_many_numbers_cost_no_more_statements_than_one(
    operator: Actor, tree: Tree, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    did(tree["dc2"], INSPECTION, "01-10")
    keys = ("duty.due_items", "duty.met_items", "duty.completion_rate")
    asks = [
        Ask(key, unit, Period.of_months(2023, month, 1), own=own)
        for key in keys
        for unit in ("dc", "dc1", "dc2")
        for month in (1, 2, 3)
        for own in (False, True)
    ]
    with CaptureQueriesContext(connection) as one:
        figures(operator, [Ask(keys[0], "dc", Period.of_months(2023, 1, 1))])
    with django_assert_num_queries(len(one)):
        together = figures(operator, asks)
    assert [each.value for each in together] == [figures(operator, [ask])[0].value for ask in asks]
    assert [each.digest for each in together] == [figures(operator, [ask])[0].digest for ask in asks]


def test_units_beside_each_other_are_read_off_the_account_above_them_or_one_by_one(
    operator: Actor, tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    did(tree["dc2"], INSPECTION, "01-10")
    asks = [Ask("duty.met_items", unit, FIRST_QUARTER) for unit in ("dc1", "dc2", "dczb", "xc")]
    one_by_one = [figures(operator, [ask])[0].value for ask in asks]
    assert [figure.value for figure in figures(operator, asks)] == one_by_one
    monkeypatch.setattr(offered, "FEW", len(asks))
    assert [figure.value for figure in figures(operator, asks)] == one_by_one
    # Who does not see the unit above them all has them one by one.
    monkeypatch.setattr(offered, "FEW", 0)
    seer = acting("查阅员", tree["dc"].path, Role.VIEWER)
    assert [figure.value for figure in figures(seer, asks[:3])] == one_by_one[:3]
