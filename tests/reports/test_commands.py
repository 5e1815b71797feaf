"""The commands: what they print, and the exit status that a script relies on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bihuan.cli.reports import check_command, report_group
from bihuan.organisations.queries import UnitPlace
from bihuan.reports.errors import Gaps
from reports.conftest import TEMPLATE

FOR = ("--unit", "zd", "--period", "2023-H1")


@pytest.fixture
def text(tmp_path: Path) -> Path:
    file = tmp_path / "报告.txt"
    file.write_text("上半年召开党委会14次，召开纪委会7次。", encoding="utf-8")
    return file


def written(target: Path, verb: str = "write") -> Result:
    return CliRunner().invoke(report_group, [verb, str(TEMPLATE), *FOR, "-o", str(target)])


def test_check_prints_a_json_line_for_each_claim_and_ends_with_one_where_something_differs(
    small_ledger: UnitPlace, text: Path
) -> None:
    result = CliRunner().invoke(check_command, [str(text), *FOR, "--json"])
    rows = [json.loads(line) for line in result.output.splitlines()]
    assert [row["verdict"] for row in rows] == ["proven", "differs"]
    assert result.exit_code == 1
    assert set(rows[0]) >= {
        "start", "end", "text", "value", "unit", "bound", "masked", "kind", "subject", "action",
        "figure", "candidates", "ledger_value", "verdict", "members", "why", "fingerprint",
    }  # fmt: skip


def test_check_shows_people_what_is_not_proven(small_ledger: UnitPlace, text: Path) -> None:
    shown = CliRunner().invoke(check_command, [str(text), *FOR]).output
    assert "不符" in shown
    assert "7次" in shown
    assert "14次" not in shown
    assert "14次" in CliRunner().invoke(check_command, [str(text), *FOR, "--all"]).output


def test_check_ends_with_zero_where_nothing_differs(small_ledger: UnitPlace, tmp_path: Path) -> None:
    file = tmp_path / "t.txt"
    file.write_text("召开党委会14次。", encoding="utf-8")
    assert CliRunner().invoke(check_command, [str(file), *FOR]).exit_code == 0


def test_write_then_verify_is_clean(small_ledger: UnitPlace, tmp_path: Path) -> None:
    file = tmp_path / "r.docx"
    assert written(file).exit_code == 0
    result = CliRunner().invoke(report_group, ["verify", str(file), "--json"])
    assert result.exit_code == 0
    found = json.loads(result.output)
    assert found["clean"]
    assert {figure["state"] for figure in found["figures"]} == {"unchanged"}
    assert found["figures"][0]["key"] == "party_committee_meeting.meetings"


def test_issue_prints_the_number(small_ledger: UnitPlace, tmp_path: Path) -> None:
    result = written(tmp_path / "r.docx", "issue")
    assert "zd-2023-001" in result.output
    assert "zd-2023-001" in CliRunner().invoke(report_group, ["verify", str(tmp_path / "r.docx")]).output


def test_a_report_with_gaps_leaves_no_file(small_ledger: UnitPlace, tmp_path: Path) -> None:
    file = tmp_path / "r.docx"
    result = CliRunner().invoke(report_group, ["write", "half_year_duty", *FOR, "-o", str(file)])
    assert isinstance(result.exception, Gaps)
    assert not file.exists()


def test_list_names_the_templates() -> None:
    assert "half_year_duty" in CliRunner().invoke(report_group, ["list"]).output
