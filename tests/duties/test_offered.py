from __future__ import annotations

from fractions import Fraction

from bihuan.book.figures import figures
from bihuan.organisations.queries import UnitPlace
from bihuan.values.actor import Actor
from bihuan.values.figure import Ask, Figure
from bihuan.values.period import Period
from conftest import at
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
