"""What holds after any sequence of the verbs, on either database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bihuan.book.figures import figures
from bihuan.book.verification import verify_book
from bihuan.organisations.queries import UnitPlace
from bihuan.records.act import Act, State
from bihuan.records.acts import record_act, supersede, void
from bihuan.values.actor import Actor
from bihuan.values.figure import Ask, Figure
from bihuan.values.period import Period
from records.acts import assembly, item, meeting

Tree = dict[str, UnitPlace]

KEYS = (
    "party_committee_meeting.meetings",
    "party_committee_meeting.meetings[special_topic=专题研究保密]",
    "party_committee_meeting.members_present",
    "agenda_item.items",
    "agenda_item.big_matters",
    "audit.amount",
    "enforcement_action.penalties",
    "working_group.groups",
    "member_assembly.meetings",
)
PERIODS = tuple(Period.parse(text) for text in ("2023", "2023-Q1", "2023-05"))
ASKS = [Ask(key, unit, period) for key in KEYS for unit in ("zd", "dc", "dc1") for period in PERIODS]

units = st.sampled_from(["zd", "dc", "dc1", "dc2"])
days = st.dates(date(2023, 1, 1), date(2023, 6, 30))
topics = st.sampled_from(["一般", "专题研究保密"])
states = st.sampled_from([State.HELD, State.HELD, State.PLANNED, State.CANCELLED])
items = st.lists(st.booleans().map(lambda big: item(is_big_matter=big)), max_size=2).map(tuple)


def _audit(unit: str, day: date, cents: int) -> Act:
    return Act("audit", unit, day, "审计", fields={"amount": Decimal(cents) / 100})


def _penalty(unit: str, day: date, place: str) -> Act:
    return Act("enforcement_action", unit, day, fields={"unit": place, "action": "行政处罚", "fine": 300})


def _group(unit: str, day: date, length: int | None) -> Act:
    until = None if length is None else day + timedelta(days=length)
    return Act("working_group", unit, day, until=until, fields={"name": "防汛工作组"})


meetings = st.builds(
    lambda unit, day, topic, state, parts: replace(
        meeting(unit, day, special_topic=topic), state=state, parts=parts
    ),
    units, days, topics, states, items,
)  # fmt: skip
acts: st.SearchStrategy[Act] = st.one_of(
    meetings,
    st.builds(_audit, units, days, st.integers(0, 10**9)),
    st.builds(_penalty, units, days, st.sampled_from(["甲店", "乙店"])),
    st.builds(_group, units, days, st.none() | st.integers(0, 90)),
    st.builds(assembly, days, st.integers(0, 20)),
)


@dataclass(frozen=True)
class Step:
    """One verb: record the act, or supersede or void one of the records that stand."""

    verb: str
    act: Act
    choice: int


steps = st.lists(
    st.builds(Step, st.sampled_from(["record", "record", "supersede", "void"]), acts, st.integers(0)), max_size=8
)
bookkeeping = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is entered inside is rolled back, so that the next example begins with an empty book."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def taken(actor: Actor, history: Sequence[Step]) -> dict[int, Act]:
    """Take the steps; the records that stand after them, with what they hold."""
    standing: dict[int, Act] = {}
    for step in history:
        if step.verb == "record" or not standing:
            standing[record_act(actor, step.act)] = step.act
            continue
        number = sorted(standing)[step.choice % len(standing)]
        del standing[number]
        if step.verb == "void":
            void(actor, number, "作废")
        else:
            # Parts are spoken of, so that what stands afterwards is exactly this act.
            act = replace(step.act, parts=step.act.parts or ())
            standing[supersede(actor, number, act, "更正")] = act
    return standing


def said(found: Sequence[Figure]) -> list[tuple[object, int]]:
    """What the figures say, without the marks that name the single records."""
    return [(figure.value, figure.members) for figure in found]


@bookkeeping
@given(steps)
def test_after_any_sequence_of_verbs_the_tallies_equal_the_postings(
    tree: Tree, operator: Actor, history: list[Step]
) -> None:
    with undone():
        taken(operator, history)
        assert not list(verify_book())


@bookkeeping
@given(steps)
def test_only_what_stands_counts_whatever_way_it_came_about(tree: Tree, operator: Actor, history: list[Step]) -> None:
    with undone():
        standing = taken(operator, history)
        after_corrections = said(figures(operator, ASKS))
    with undone():
        for act in standing.values():
            record_act(operator, act)
        assert said(figures(operator, ASKS)) == after_corrections


@bookkeeping
@given(steps, acts)
def test_voiding_restores_every_figure(tree: Tree, operator: Actor, history: list[Step], act: Act) -> None:
    with undone():
        taken(operator, history)
        before = figures(operator, ASKS)
        void(operator, record_act(operator, act), "作废")
        assert [figure.digest for figure in figures(operator, ASKS)] == [figure.digest for figure in before]


@bookkeeping
@given(st.lists(acts, max_size=6).flatmap(lambda some: st.tuples(st.just(some), st.permutations(some))))
def test_the_order_of_entry_changes_no_figure(tree: Tree, operator: Actor, case: tuple[list[Act], list[Act]]) -> None:
    answers = []
    for order in case:
        with undone():
            for act in order:
                record_act(operator, act)
            answers.append(said(figures(operator, ASKS)))
    assert answers[0] == answers[1]
