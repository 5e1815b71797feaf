"""A real report, written by somebody else, held against the demo ledger; then the same with one number changed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from random import Random

import pytest

from acceptance.conftest import Ledger

Row = Mapping[str, object]
FOR_THE_UNIT = ("--unit", "linjiang", "--period", "2023-H1", "--json")
CHANGES = 50


@pytest.fixture
def text(shared: Path) -> str:
    return (shared / "documents/000.txt").read_text(encoding="utf-8")


@pytest.fixture
def verdicts(demo_ledger: Ledger, shared: Path) -> list[dict[str, object]]:
    answer = demo_ledger.ask("check", str(shared / "documents/000.txt"), *FOR_THE_UNIT)
    assert answer.refused == ""
    assert answer.code == 0
    return answer.lines


def test_at_least_thirty_of_the_thirty_four_claims_are_proven(verdicts: list[dict[str, object]]) -> None:
    assert len(verdicts) == 34
    found = [row["verdict"] for row in verdicts]
    assert found.count("proven") >= 30
    assert "differs" not in found
    assert set(found) <= {"proven", "unproven", "unclear"}
    assert all(row["why"] for row in verdicts)


def test_a_proven_claim_names_its_figure_its_records_and_its_fingerprint(verdicts: list[dict[str, object]]) -> None:
    (meetings,) = [row for row in verdicts if row["text"] == "14次"]
    assert meetings["figure"] == "party_committee_meeting.meetings"
    assert (meetings["ledger_value"], meetings["members"]) == (14, 14)
    assert len({row["fingerprint"] for row in verdicts}) == 34


def changed(text: str, row: Row, random: Random) -> str:
    """The text with the row's number replaced by another of the same length that no bound can cover."""
    start, words = int(str(row["start"])), str(row["text"])
    digits = "".join(c for c in words if c.isdigit())
    while True:
        other = str(random.randrange(10 ** (len(digits) - 1), 10 ** len(digits)))
        if "余" in words:
            other = other[:-1] + "0"
        if other.lstrip("0") and other != digits:
            break
    fresh = iter(other)
    replaced = "".join(next(fresh) if c.isdigit() else c for c in words)
    return text[:start] + replaced + text[start + len(words) :]


def test_changing_one_proven_number_turns_exactly_that_claim(
    demo_ledger: Ledger, text: str, verdicts: list[dict[str, object]], tmp_path: Path
) -> None:
    random = Random(20230630)  # noqa: S311 - seeded test data
    proven = [place for place, row in enumerate(verdicts) if row["verdict"] == "proven"]
    places = [random.choice(proven) for _ in range(CHANGES)]
    commands = []
    for number, place in enumerate(places):
        copy = tmp_path / f"{number}.txt"
        copy.write_text(changed(text, verdicts[place], random), encoding="utf-8")
        commands.append(("check", str(copy), *FOR_THE_UNIT))
    before = [row["verdict"] for row in verdicts]
    for place, answer in zip(places, demo_ledger.ask_all(commands), strict=True):
        assert answer.code == 1, answer.refused
        expected = ["differs" if at == place else verdict for at, verdict in enumerate(before)]
        assert [row["verdict"] for row in answer.lines] == expected, verdicts[place]["text"]
