"""Reports held against the demo ledger as if by a stranger; then the same with one number changed, 200 times."""

from __future__ import annotations

import runpy
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from acceptance.conftest import Ledger
from bihuan.reading.documents import text_of

Row = Mapping[str, object]
FOR_THE_UNIT = ("--unit", "linjiang", "--period", "2023-H1", "--json")
CHANGES = 200


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


@dataclass(frozen=True)
class Supported:
    """A document that the demo ledger supports: its text, the period it is about, and what the check says to it."""

    text: str
    period: str
    rows: list[dict[str, object]]


WRITTEN = {
    "half_year_duty": "2023-H1",
    "party_building_briefing": "2023-H1",
    "first_responsible_report": "2023",
    "yearly_work_summary": "2023",
}


@pytest.fixture
def supported(demo_ledger: Ledger, text: str, tmp_path: Path) -> list[Supported]:
    """Document 000, and what the program writes itself, as plain text that a stranger hands in."""
    texts = [(text, "2023-H1")]
    for key, period in WRITTEN.items():
        file = tmp_path / f"{key}.docx"
        order = ("--unit", "linjiang", "--period", period, "--date", "2024-01-05", "-o", str(file))
        assert demo_ledger.ask("report", "write", key, *order).code == 0
        texts.append((text_of(file), period))
    found = []
    for number, (words, period) in enumerate(texts):
        file = tmp_path / f"as-it-is-{number}.txt"
        file.write_text(words, encoding="utf-8")
        answer = demo_ledger.ask("check", str(file), "--unit", "linjiang", "--period", period, "--json")
        assert answer.code == 0, [row for row in answer.lines if row["verdict"] == "differs" or row["contradicts"]]
        found.append(Supported(words, period, answer.lines))
    return found


@pytest.mark.slow
def test_of_two_hundred_single_changes_every_one_is_found_and_nothing_else(
    demo_ledger: Ledger, supported: list[Supported], tmp_path: Path
) -> None:
    random = Random(20230630)  # noqa: S311 - seeded test data
    cases, commands = [], []
    for number in range(CHANGES):
        document = supported[number % len(supported)]
        proven = [place for place, row in enumerate(document.rows) if row["verdict"] == "proven"]
        place = random.choice(proven)
        copy = tmp_path / f"{number}.txt"
        copy.write_text(changed(document.text, document.rows[place], random), encoding="utf-8")
        cases.append((document, place))
        commands.append(("check", str(copy), "--unit", "linjiang", "--period", document.period, "--json"))
    for (document, place), answer in zip(cases, demo_ledger.ask_all(commands), strict=True):
        what = document.rows[place]["text"]
        assert answer.code == 1, answer.refused
        before = [row["verdict"] for row in document.rows]
        expected = ["differs" if at == place else verdict for at, verdict in enumerate(before)]
        assert [row["verdict"] for row in answer.lines] == expected, what
        clashes = [clash["at"] for row in answer.lines for clash in row["contradicts"]]  # type: ignore[attr-defined]
        assert all(answer.lines[place]["start"] in at for at in clashes), what


GOLD = {"000": "2023-H1", "d01": "2023-H1", "d02": "2023", "d03": "2024", "d04": "2023", "d05": "2023", "d06": "2023"}


def test_claims_are_mapped_to_what_they_count(demo_ledger: Ledger, shared: Path) -> None:
    """At least 0.90 of the claims with a key right, as many without one left alone, under 0.02 asserted wrongly."""
    tool = runpy.run_path(str(shared / "tools/score_mapping.py"))
    keyed = right = unkeyed = alone = wrong = claims = 0
    for name, period in GOLD.items():
        answer = demo_ledger.ask(
            "check", str(shared / f"documents/{name}.txt"), "--unit", "linjiang", "--period", period, "--json"
        )
        scores, _ = tool["score"](tool["load"](shared / f"documents/gold/{name}.map.jsonl"), answer.lines)
        claims, keyed, unkeyed = claims + scores["claims"], keyed + scores["keyed"], unkeyed + scores["unkeyed"]
        right += round((scores["mapped_right"] or 0) * scores["keyed"])
        alone += round((scores["left_alone_right"] or 0) * scores["unkeyed"])
        wrong += round((scores["asserted_wrong"] or 0) * scores["claims"])
    assert right / keyed >= 0.90
    assert alone / unkeyed >= 0.90
    assert wrong / claims < 0.02
