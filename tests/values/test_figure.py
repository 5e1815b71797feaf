from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from bihuan.values.figure import Ask, Figure, Member, Proof
from bihuan.values.period import Period
from bihuan.values.quantity import Bound

ASK = Ask("party_committee_meeting.meetings", "linjiang", Period.parse("2023-H1"))
FOURTEEN = Figure(ASK, "召开党委会次数", "次", Fraction(14), 14, 1_234_567, "count; party_life 1.0")
RATE = replace(FOURTEEN, value=Fraction(90), measure_unit="%", members=0, marks=0, parts=(FOURTEEN, FOURTEEN))


def test_a_figure_is_written_with_its_measure_word() -> None:
    assert FOURTEEN.text == "14次"
    assert replace(FOURTEEN, value=Fraction("1153.4"), measure_unit="万元").text == "1153.4万元"
    assert RATE.text == "90%"
    assert replace(RATE, value=None).text == "—"


@pytest.mark.parametrize(
    "changed",
    [
        replace(FOURTEEN, value=Fraction(15)),
        replace(FOURTEEN, members=13),
        replace(FOURTEEN, marks=1_234_568),
        replace(FOURTEEN, definition="count; party_life 1.1"),
        replace(FOURTEEN, ask=replace(ASK, unit="linjiang-zb01")),
        replace(FOURTEEN, ask=replace(ASK, period=Period.parse("2023"))),
        replace(FOURTEEN, ask=replace(ASK, key="party_committee_meeting.items")),
        replace(FOURTEEN, parts=(FOURTEEN,)),
    ],
)
def test_its_digest_changes_with_what_it_rests_on(changed: Figure) -> None:
    assert changed.digest != FOURTEEN.digest


@pytest.mark.parametrize(
    "same",
    [replace(FOURTEEN, name="党委会次数"), replace(FOURTEEN, bound=Bound.OVER), replace(FOURTEEN, notes=("注",))],
)
def test_its_digest_does_not_change_with_the_words_around_it(same: Figure) -> None:
    assert same.digest == FOURTEEN.digest
    assert len(same.digest) == 16


def test_a_rate_s_digest_changes_when_a_record_behind_one_of_its_parts_does() -> None:
    assert replace(RATE, parts=(FOURTEEN, replace(FOURTEEN, marks=1))).digest != RATE.digest


def test_a_zero_without_a_record_is_no_entry_and_not_a_proven_zero() -> None:
    assert FOURTEEN.is_entered
    assert not replace(FOURTEEN, value=Fraction(0), members=0).is_entered
    assert RATE.is_entered
    assert not replace(RATE, parts=(replace(FOURTEEN, members=0),)).is_entered


def test_a_proof_names_its_members() -> None:
    member = Member(
        "record", 7, "linjiang", "临江支队", date(2023, 3, 17), Fraction(1), "第七次党委会", ("纪要.pdf",)
    )
    proof = Proof(FOURTEEN, (member,), total=14, page=1)
    assert proof.members[0].evidence == ("纪要.pdf",)
    assert proof.parts == ()
