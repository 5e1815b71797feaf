"""What holds after any sequence of acts, corrections and moves, on either database."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bihuan.book.figures import figures
from bihuan.book.posting import post, reverse
from bihuan.book.proofs import proof
from bihuan.book.verification import rebuild_tallies, verify_book
from bihuan.book.vouchers import Line, Voucher
from bihuan.organisations.structure import move_unit
from bihuan.values.actor import Actor
from bihuan.values.figure import Ask, Figure
from bihuan.values.period import Period
from book.acts import Tree, ask, census, hazard, meeting, visit, voucher
from conftest import at

UNITS = ("zd", "dc", "dc1", "dc2", "xc", "xc1")
ASKED = ("zd", "dc", "dc1", "xc")
MOVED = date(2023, 5, 10)
START = at(2023, 9, 1)
KEYS = (
    "meeting.meetings",
    "meeting.items",
    "meeting.items[form=现场]",
    "visit.communities",
    "hazard.open",
    "hazard.area",
    "census.people",
    "census.staff",
    "census.latest",
    "gatherings",
    "meeting.items_each",
    "meetings_change",
)
PERIODS = ("2023", "2023-Q2", "2023-05", "2023-04-11..2023-05-20", "2023-05-02..2023-05-10", "2022-12-15..2023-06-30")
ASKS = [
    ask(key, unit, period, own=own) for key in KEYS for unit in ASKED for period in PERIODS for own in (False, True)
]

# Half of the days are the first and last of a period, of a month, or of a place, and the days beside them.
EDGES = [
    edge + timedelta(days=offset)
    for edge in (date(2023, 1, 1), date(2023, 4, 11), date(2023, 5, 2), date(2023, 5, 10), date(2023, 5, 21))
    for offset in (-1, 0)
]
days = st.dates(date(2022, 12, 10), date(2023, 7, 5)) | st.sampled_from(EDGES)
lines: st.SearchStrategy[tuple[Line, ...]] = st.one_of(
    st.builds(meeting, days, st.integers(0, 9), st.sampled_from(["", "现场", "视频"])),
    st.builds(visit, days, st.sampled_from(["和平里", "建国里"])),
    st.builds(lambda day, length: hazard(day, day + timedelta(days=length), length + 7), days, st.integers(1, 90)),
    st.builds(hazard, days),
    st.builds(census, days | st.sampled_from(EDGES[4:6]), st.integers(0, 500), st.sampled_from(["东乡", "西乡"])),
)
acts = st.tuples(st.sampled_from(UNITS), lines)
histories = st.lists(st.tuples(acts, st.integers(0, 2)), max_size=9)

bookkeeping = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@dataclass
class Entered:
    """One voucher of a history, when it was entered, and when it was taken back."""

    voucher: Voucher
    since: datetime
    until: datetime | None = None

    def stands(self, moment: datetime | None) -> bool:
        """Whether the book knew it at the moment and had not taken it back."""
        if moment is None:
            return self.until is None
        return self.since <= moment and (self.until is None or moment < self.until)


@pytest.fixture
def moved(tree: Tree, operator: Actor) -> Tree:
    """The tree in which the first station of the east goes over to the west in May."""
    move_unit(operator, "dc1", "xc", MOVED)
    return tree


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside is rolled back, so that every example begins with an empty book."""
    point = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(point)


def live_through(tree: Tree, history: Sequence[tuple[tuple[str, tuple[Line, ...]], int]]) -> list[Entered]:
    """Enter the acts an hour apart; after each, take back none, the latest, or the first that stands."""
    entered: list[Entered] = []
    moment = START
    for source, ((unit, some), then) in enumerate(history, start=1):
        moment += timedelta(hours=1)
        entered.append(Entered(voucher(tree, source, unit, *some), moment))
        post([entered[-1].voucher], moment)
        standing = [each for each in entered if each.until is None]
        if then and standing:
            back = standing[-1] if then == 1 else standing[0]
            moment += timedelta(hours=1)
            back.until = moment
            reverse("record", [back.voucher.source], moment)
    return entered


def recounted(tree: Tree, entered: Sequence[Entered], asked: Ask) -> Fraction:
    """The figure worked out by hand from the vouchers that stand."""
    standing = [each.voucher for each in entered if each.stands(asked.as_of)]
    here, period = tree[asked.unit], asked.period

    def placed(each: Voucher) -> bool:
        """By the place on the day of the act."""
        segment = here.path[-5:]
        places = [each.path[i : i + 5] for i in range(0, len(each.path), 5)]
        return places[-1] == segment if asked.own else segment in places

    def stands_below(each: Voucher) -> bool:
        """By the place on the period's last day."""
        above = {"dc": ["zd"], "xc": ["zd"], "dc2": ["dc", "zd"], "xc1": ["xc", "zd"], "zd": []}
        above["dc1"] = ["xc" if period.last >= MOVED else "dc", "zd"]
        code = next(code for code in UNITS if tree[code].number == each.unit)
        return asked.unit == code or (not asked.own and asked.unit in above[code])

    series = [(each, line) for each in standing for line in each.lines if line.series == asked.key]
    if asked.key.startswith("hazard"):
        return Fraction(
            sum(line.amount for each, line in series if line.happened <= period.last and stands_below(each))
        )
    if asked.key.startswith("census"):
        apart: Callable[[Voucher, Line], object] = {
            "census.people": lambda _, line: line.item,
            "census.staff": lambda each, _: each.unit,
            "census.latest": lambda *_: None,
        }[asked.key]
        latest: dict[object, tuple[date, int, int]] = {}
        for each, line in series:
            if line.happened <= period.last and stands_below(each):
                reading = (line.happened, each.source, line.amount)
                latest[apart(each, line)] = max(latest.get(apart(each, line), reading), reading)
        return Fraction(sum(amount for _, _, amount in latest.values()))
    within = [line for each, line in series if line.happened in period and placed(each)]
    if asked.key == "visit.communities":
        return Fraction(len({line.item for line in within}))
    return Fraction(sum(line.amount for line in within))


POSTED = [each for each in ASKS if "." in each.key and each.key != "meeting.items_each"]


@bookkeeping
@given(histories)
def test_every_figure_is_what_a_recount_by_hand_gives(
    moved: Tree, operator: Actor, history: list[tuple[tuple[str, tuple[Line, ...]], int]]
) -> None:
    with undone():
        entered = live_through(moved, history)
        assert list(verify_book()) == []
        found = figures(operator, POSTED)
        assert {each.ask: each.value for each in found} == {each: recounted(moved, entered, each) for each in POSTED}


@bookkeeping
@given(histories, st.integers(0, 20))
def test_every_figure_of_the_past_is_what_was_known_then(
    moved: Tree, operator: Actor, history: list[tuple[tuple[str, tuple[Line, ...]], int]], hours: int
) -> None:
    moment = START + timedelta(hours=hours)
    then = [Ask(each.key, each.unit, each.period, moment, each.own) for each in POSTED]
    with undone():
        entered = live_through(moved, history)
        found = figures(operator, then)
        assert {each.ask: each.value for each in found} == {each: recounted(moved, entered, each) for each in then}


@bookkeeping
@given(histories)
def test_as_of_now_equals_now(
    moved: Tree, operator: Actor, history: list[tuple[tuple[str, tuple[Line, ...]], int]]
) -> None:
    now = START + timedelta(days=9)
    with undone():
        live_through(moved, history)
        then = figures(operator, [Ask(each.key, each.unit, each.period, now, each.own) for each in ASKS])
        assert [told(each) for each in then] == [told(each) for each in figures(operator, ASKS)]


@bookkeeping
@given(histories, acts)
def test_taking_an_act_back_restores_every_figure(
    moved: Tree,
    operator: Actor,
    history: list[tuple[tuple[str, tuple[Line, ...]], int]],
    act: tuple[str, tuple[Line, ...]],
) -> None:
    with undone():
        live_through(moved, history)
        before = [(told(each), each.digest) for each in figures(operator, ASKS)]
        unit, some = act
        post([voucher(moved, 99, unit, *some)], START + timedelta(days=2))
        reverse("record", [99], START + timedelta(days=3))
        assert [(told(each), each.digest) for each in figures(operator, ASKS)] == before


@bookkeeping
@given(st.lists(acts, max_size=8).flatmap(lambda some: st.tuples(st.just(some), st.permutations(range(len(some))))))
def test_the_order_of_entry_changes_no_figure(
    moved: Tree, operator: Actor, case: tuple[list[tuple[str, tuple[Line, ...]]], list[int]]
) -> None:
    some, order = case
    vouchers = [voucher(moved, source, unit, *each) for source, (unit, each) in enumerate(some, start=1)]
    answers = []
    for turn in (range(len(vouchers)), order):
        with undone():
            for place in turn:
                post([vouchers[place]], START)
            answers.append([(told(each), each.digest) for each in figures(operator, ASKS)])
    assert answers[0] == answers[1]


@bookkeeping
@given(histories)
def test_a_figure_over_a_year_is_the_sum_over_its_months(
    moved: Tree, operator: Actor, history: list[tuple[tuple[str, tuple[Line, ...]], int]]
) -> None:
    months = [Period.of_months(2023, month, 1) for month in range(1, 13)]
    with undone():
        live_through(moved, history)
        for key in ("meeting.items", "visit.visits"):
            parts = figures(operator, [Ask(key, "xc", month) for month in months])
            (whole,) = figures(operator, [ask(key, "xc", "2023")])
            sums = (sum(p.value or 0 for p in parts), sum(p.members for p in parts), sum(p.marks for p in parts))
            assert (whole.value, whole.members, whole.marks) == sums


@bookkeeping
@given(histories)
def test_a_proof_names_as_many_members_as_its_figure_counts(
    moved: Tree, operator: Actor, history: list[tuple[tuple[str, tuple[Line, ...]], int]]
) -> None:
    with undone():
        live_through(moved, history)
        for asked in POSTED[::37]:
            shown = proof(operator, asked, size=100)
            assert len(shown.members) == shown.total == shown.figure.members
            if asked.key != "visit.communities":
                assert sum(member.amount for member in shown.members) == shown.figure.value


@bookkeeping
@given(histories)
def test_rebuilding_changes_no_figure(
    moved: Tree, operator: Actor, history: list[tuple[tuple[str, tuple[Line, ...]], int]]
) -> None:
    with undone():
        live_through(moved, history)
        before = [each.digest for each in figures(operator, ASKS)]
        rebuild_tallies()
        assert [each.digest for each in figures(operator, ASKS)] == before


def told(each: Figure) -> tuple[Fraction | None, int, int]:
    """What a figure says, without what it was asked as of."""
    return each.value, each.members, each.marks
