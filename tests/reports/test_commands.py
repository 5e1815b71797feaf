"""The commands: what they print, and the exit status that a script relies on."""

from __future__ import annotations

import json
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner, Result

from bihuan.catalog.loaded import forget
from bihuan.cli import reports
from bihuan.cli.oversight import task_group
from bihuan.cli.plans import plan_command
from bihuan.cli.report_checks import check_command, reconcile_command
from bihuan.cli.reports import report_group
from bihuan.organisations.queries import UnitPlace
from bihuan.reports.errors import Gaps, UnknownClaim
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


def test_check_names_what_contradicts_itself_and_ends_with_one(small_ledger: UnitPlace, tmp_path: Path) -> None:
    file = tmp_path / "t.txt"
    file.write_text("发现问题59条，其中屡审屡犯问题61条。", encoding="utf-8")
    result = CliRunner().invoke(check_command, [str(file), *FOR])
    assert result.exit_code == 1
    assert "其中大于总数" in result.output
    rows = [
        json.loads(line)
        for line in CliRunner().invoke(check_command, [str(file), *FOR, "--json"]).output.splitlines()
    ]
    assert [clash["clash"] for clash in rows[0]["contradicts"]] == ["parts"]


def test_a_decision_is_made_by_the_beginning_of_the_fingerprint(small_ledger: UnitPlace, text: Path) -> None:
    rows = [
        json.loads(line)
        for line in CliRunner().invoke(check_command, [str(text), *FOR, "--json"]).output.splitlines()
    ]
    mark = rows[1]["fingerprint"][:8]
    result = CliRunner().invoke(check_command, [str(text), *FOR, "--json", "--decide", mark, "dismiss", "含扩大会"])
    assert result.exit_code == 0
    decided = json.loads(result.output.splitlines()[1])
    assert (decided["verdict"], decided["decision"]["step"]) == ("differs", "dismiss")
    wrong = CliRunner().invoke(check_command, [str(text), *FOR, "--decide", "ffff", "dismiss", "无"])
    assert isinstance(wrong.exception, UnknownClaim)


def test_reconcile_ends_with_one_where_reports_do_not_fit(
    small_ledger: UnitPlace, text: Path, tmp_path: Path
) -> None:
    other = tmp_path / "另一份.txt"
    other.write_text("共召开党委会13次。", encoding="utf-8")
    parts = [f"zd:2023-H1={text}", f"zd:2023-H1={other}"]
    result = CliRunner().invoke(reconcile_command, [*parts, "--json"])
    assert result.exit_code == 1
    assert json.loads(result.output)["kind"] == "same_figure"
    assert CliRunner().invoke(reconcile_command, [parts[0]]).exit_code == 0


def test_a_draft_is_edited_written_reviewed_and_compared(small_ledger: UnitPlace, tmp_path: Path) -> None:
    draft, file = tmp_path / "d.md", tmp_path / "d.docx"
    assert CliRunner().invoke(report_group, ["draft", str(TEMPLATE), *FOR, "-o", str(draft)]).exit_code == 0
    draft.write_text(draft.read_text(encoding="utf-8") + "\n\n植树5棵。\n", encoding="utf-8")
    order = [str(TEMPLATE), *FOR, "--text", str(draft)]
    assert CliRunner().invoke(report_group, ["issue", *order, "-o", str(file)]).exit_code == 0
    review = CliRunner().invoke(report_group, ["review", str(file)])
    assert review.exit_code == 1
    assert "手工写的 5棵：植树5棵。" in review.output
    compared = json.loads(CliRunner().invoke(report_group, ["compare", *order, "--json"]).output)
    assert (compared["previous"], compared["changes"]) == ("zd-2023-001", [])
    listed = CliRunner().invoke(report_group, ["issued", "--unit", "zd", "--json"])
    assert json.loads(listed.output)["number"] == "zd-2023-001"
    again = tmp_path / "again.docx"
    assert CliRunner().invoke(report_group, ["file", "zd-2023-001", "-o", str(again)]).exit_code == 0
    assert again.read_bytes() == file.read_bytes()


def test_verify_tells_the_moment_in_chinese(small_ledger: UnitPlace, tmp_path: Path) -> None:
    written(tmp_path / "r.docx", "issue")
    output = CliRunner().invoke(report_group, ["verify", str(tmp_path / "r.docx")]).output
    assert "账面时点" in output
    assert "+00:00" not in output


def test_plan_shows_and_enters(tree: dict[str, UnitPlace], tmp_path: Path) -> None:
    file = tmp_path / "计划.txt"
    file.write_text("各党支部每月至少召开2次支委会。东城一站于4月30日前完成营房整修。", encoding="utf-8")
    shown = CliRunner().invoke(plan_command, [str(file), "--unit", "zd", "--year", "2030"])
    assert shown.exit_code == 0
    assert "支委会" in shown.output
    entered = CliRunner().invoke(plan_command, [str(file), "--unit", "zd", "--year", "2030", "--confirm"])
    assert entered.exit_code == 0, entered.exception
    assert "已录入 1 项责任事项" in entered.output
    assert "已交办 1 项任务" in entered.output
    listed = CliRunner().invoke(task_group, ["list", "--unit", "zd", "--json"])
    (row,) = json.loads(listed.output)["tasks"]
    assert (row["source_document"], row["source_clause"]) == ("计划", "东城一站于4月30日前完成营房整修")
    shown = CliRunner().invoke(task_group, ["show", str(row["task"])])
    assert "出自《计划》：东城一站于4月30日前完成营房整修" in shown.output
    forget()


def test_a_report_may_end_in_its_appendix_and_lead_to_the_pages(small_ledger: UnitPlace, tmp_path: Path) -> None:
    word, page = tmp_path / "a.docx", tmp_path / "a.html"
    for file, options in ((word, ["--appendix"]), (page, ["--site", "https://bihuan.example"])):
        order = ["write", str(TEMPLATE), *FOR, "-o", str(file), *options]
        assert CliRunner().invoke(report_group, order).exit_code == 0
    assert "附：数据依据" in [paragraph.text for paragraph in docx.Document(str(word)).paragraphs]
    assert 'href="https://bihuan.example/figures/party_committee_meeting.meetings/?unit=zd' in page.read_text("utf-8")
    assert CliRunner().invoke(report_group, ["verify", str(word)]).exit_code == 0


def test_the_author_is_told_where_a_chart_became_a_table(
    small_ledger: UnitPlace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    template = tmp_path / "t.md"
    chart = '{{ 图("审计", "audit.audits", 按="月") }}'
    template.write_text(f"---\nkey: t\nname: 试写\n---\n# 报告\n\n{chart}\n", encoding="utf-8")
    order = ["write", str(template), *FOR, "-o", str(tmp_path / "t.docx")]
    assert "没有中文字体" not in CliRunner().invoke(report_group, order).output
    monkeypatch.setattr(reports, "can_write_chinese", lambda: False)
    assert "以同样数据的表代替" in CliRunner().invoke(report_group, order).output
