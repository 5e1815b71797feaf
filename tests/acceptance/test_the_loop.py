"""The loop on the demo ledger, through the command line, as an administrator would ask it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from acceptance.conftest import Answer, Ledger, database_of_its_own, ledger_at

MEETINGS = ("figure", "party_committee_meeting.meetings", "--unit", "linjiang", "--period", "2023-H1", "--json")
YEAR_OF_A_BRANCH = ("balance", "--unit", "linjiang-zb01", "--period", "2023", "--json")


def document(answer: Answer) -> dict[str, object]:
    """The one JSON object that a command printed."""
    assert answer.refused == ""
    found = answer.json
    assert isinstance(found, dict)
    return found


def test_a_figure_lists_the_records_behind_it(demo_ledger: Ledger) -> None:
    found = document(demo_ledger.ask(*MEETINGS, "--proof"))
    assert found["value"] == 14
    members = found["proof"]
    assert isinstance(members, list)
    assert len(members) == 14
    for member in members:
        assert member["unit"] == "linjiang-dw"
        assert "2023-01-01" <= member["day"] <= "2023-06-30"
        assert member["title"].endswith("支队党委会")
        assert member["evidence"]


def test_as_of_a_moment_before_a_correction_the_earlier_value_stands(demo_ledger: Ledger) -> None:
    # A clerk entered one meeting of May twice; the second was voided in July.
    then, now = demo_ledger.ask_all(
        [(*MEETINGS, "--proof", "--as-of", "2023-07-04T12:00:00+08:00"), (*MEETINGS, "--proof")]
    )
    before, after = document(then), document(now)
    assert (before["value"], after["value"]) == (15, 14)
    titles = {member["title"] for member in before["proof"]} - {member["title"] for member in after["proof"]}  # type: ignore[attr-defined]
    assert len(titles) == 1
    assert before["digest"] != after["digest"]


def test_a_balance_shows_every_window_of_every_duty(demo_ledger: Ledger) -> None:
    found = document(demo_ledger.ask(*YEAR_OF_A_BRANCH))
    duties = found["duties"]
    assert isinstance(duties, list)
    windows = {duty["name"]: len(duty["windows"]) for duty in duties if duty["windows"]}
    assert 12 in windows.values()
    assert 4 in windows.values()
    for duty in duties:
        assert duty["source"]["document"]
        for window in duty["windows"]:
            assert set(window) >= {"first", "last", "owed", "done", "arrears", "state"}
            assert window["state"] in {"met", "met_late", "missed", "waived"}


def test_some_duties_of_the_year_were_missed_and_stay_missed(demo_ledger: Ledger) -> None:
    answer = demo_ledger.ask("balance", "--unit", "linjiang-zb22", "--period", "2023", "--json")
    assert answer.code == 1
    states = [window["state"] for duty in document(answer)["duties"] for window in duty["windows"]]  # type: ignore[attr-defined]
    assert "missed" in states
    assert "met" in states


def test_the_ledger_is_whole(demo_ledger: Ledger) -> None:
    answer = demo_ledger.ask("verify")
    assert answer.code == 0, answer.out
    assert "全部相符" in answer.out


def test_a_backup_comes_back_whole_in_an_empty_home(demo_ledger: Ledger, tmp_path: Path) -> None:
    file = tmp_path / "账本.bak"
    assert demo_ledger.ask("backup", str(file)).code == 0
    restored = ledger_at(tmp_path / "home", database_of_its_own("bihuan_restored_test"))
    brought, whole, figure = restored.ask_all([("restore", str(file)), ("verify",), MEETINGS])
    assert (brought.code, whole.code) == (0, 0), brought.refused + whole.out
    assert document(figure) == document(demo_ledger.ask(*MEETINGS))
    again = restored.ask("restore", str(file))
    assert again.code == 2
    assert "已经有一本账" in again.refused


def test_a_sealed_period_is_compared_with_what_it_was(demo_ledger: Ledger, tmp_path: Path) -> None:
    file = tmp_path / "账本.bak"
    demo_ledger.ask("backup", str(file))
    copy = ledger_at(tmp_path / "home", database_of_its_own("bihuan_sealed_test"))
    late = ("record", "add", "administrative_meeting", "--unit", "linjiang", "--day", "2023-02-14")
    answers = copy.ask_all(
        [("restore", str(file)), ("seal", "--period", "2023-Q1"), ("seal", "--period", "2023-Q1"), late, ("verify",)]
    )
    assert [answer.code for answer in answers] == [0, 0, 2, 0, 0], [a.refused or a.out for a in answers]


def test_a_changed_file_is_found_and_the_shell_is_told(demo_ledger: Ledger, tmp_path: Path) -> None:
    file = tmp_path / "账本.bak"
    demo_ledger.ask("backup", str(file))
    copy = ledger_at(tmp_path / "home", database_of_its_own("bihuan_changed_test"))
    copy.ask("restore", str(file))
    minutes = next(path for path in sorted((copy.home / "evidence").rglob("*")) if path.is_file())
    minutes.chmod(0o600)
    minutes.write_bytes(b"other minutes")
    verify = [sys.executable, "-m", "bihuan.cli", "verify"]
    done = subprocess.run(verify, env=copy.environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    assert minutes.name[:8] in done.stdout


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (
            ("figure", "party_comittee_meeting.meetings", "--unit", "linjiang", "--period", "2023"),
            "party_committee_meeting",
        ),
        (("figure", "audit.amount", "--unit", "没有这个单位", "--period", "2023"), "没有找到单位"),
        (("figure", "audit.amount", "--unit", "linjiang", "--period", "2023年上半年"), "看不懂时段"),
        (("check", "没有这个文件.docx", "--unit", "linjiang", "--period", "2023-H1"), "没有这个文件.docx"),
    ],
)
def test_a_wrong_call_is_answered_with_one_chinese_sentence(
    demo_ledger: Ledger, words: tuple[str, ...], part: str
) -> None:
    answer = demo_ledger.ask(*words)
    assert answer.code == 2
    assert part in answer.refused + answer.out
