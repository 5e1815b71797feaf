"""What was worked out stands until something is noted; then only what that bears on is worked out again."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from django.db import transaction

from bihuan.trail import remembered
from bihuan.trail.log import note
from bihuan.trail.models import Entry, Head
from bihuan.trail.remembered import Deed, Remembered
from bihuan.values.actor import Actor

pytestmark = pytest.mark.django_db(transaction=True)


class Worked:
    """Somebody who works out how long a word is, and tells how often that was asked of them."""

    def __init__(self) -> None:
        self.known: Remembered[str, int] = Remembered(most=2)
        self.anew: list[str] = []
        self.again: list[Deed] = []
        self.can_go_on = True

    def ask(self, word: str) -> int:
        """The answer, however it came about."""
        return self.known.answer(word, lambda: self._anew(word), self._again)

    def _anew(self, word: str) -> int:
        self.anew.append(word)
        return len(word)

    def _again(self, known: int, deeds: Sequence[Deed]) -> int | None:
        self.again += deeds
        return known if self.can_go_on else None


def test_it_is_worked_out_once_while_nothing_is_noted(operator: Actor) -> None:
    worked = Worked()
    note(operator, "record_act", "record:1", "dc")
    assert [worked.ask("甲"), worked.ask("甲"), worked.ask("乙乙")] == [1, 1, 2]
    assert (worked.anew, worked.again) == (["甲", "乙乙"], [])


def test_it_is_worked_out_before_anything_was_noted_at_all(operator: Actor) -> None:
    worked = Worked()
    worked.ask("甲")
    note(operator, "record_act", "record:1", "dc")
    worked.ask("甲")
    assert worked.again == [Deed("record_act", "record:1", "dc")]


def test_what_was_noted_since_is_told_once(operator: Actor) -> None:
    worked = Worked()
    note(operator, "record_act", "record:1", "dc")
    worked.ask("甲")
    note(operator, "void", "record:1", "dc")
    note(operator, "record_act", "record:2", "xc")
    worked.ask("甲")
    worked.ask("甲")
    assert worked.anew == ["甲"]
    assert worked.again == [Deed("void", "record:1", "dc"), Deed("record_act", "record:2", "xc")]


def test_it_is_worked_out_anew_where_nobody_can_go_on_from_it(operator: Actor) -> None:
    worked = Worked()
    worked.ask("甲")
    note(operator, "move_unit", "unit:1", "dc")
    worked.can_go_on = False
    worked.ask("甲")
    assert worked.anew == ["甲", "甲"]


def test_it_is_worked_out_anew_after_too_many_deeds(operator: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembered, "MOST_DEEDS", 2)
    worked = Worked()
    worked.ask("甲")
    for number in range(3):
        note(operator, "record_act", f"record:{number}", "dc")
    worked.ask("甲")
    assert (worked.anew, worked.again) == (["甲", "甲"], [])


def test_it_is_worked_out_anew_where_the_trail_took_another_course(operator: Actor) -> None:
    worked = Worked()
    note(operator, "record_act", "record:1", "dc")
    worked.ask("甲")
    # A backup was put back, and other things were done since.
    Entry.objects.all().delete()
    Head.objects.all().delete()
    for number in (7, 8):
        note(operator, "record_act", f"record:{number}", "dc")
    worked.ask("甲")
    assert (worked.anew, worked.again) == (["甲", "甲"], [])


def test_what_is_written_and_not_noted_yet_is_not_overlooked(operator: Actor) -> None:
    worked = Worked()
    worked.ask("甲")
    with transaction.atomic():
        worked.ask("甲")
        note(operator, "record_act", "record:1", "dc")
        worked.ask("甲")
    assert worked.anew == ["甲", "甲", "甲"]


def test_the_one_asked_for_longest_ago_goes_first(operator: Actor) -> None:
    worked = Worked()
    for word in ("甲", "乙", "甲", "丙", "甲", "乙"):
        worked.ask(word)
    assert worked.anew == ["甲", "乙", "丙", "乙"]
    worked.known.forget()
    worked.ask("甲")
    assert worked.anew[-1] == "甲"
