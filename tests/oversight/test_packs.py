"""What packs may say about oversight: a site adds a loop of its own, and every mistake is told with its line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bihuan.catalog.loaded import catalogue, forget, shipped_folders
from bihuan.catalog.loader import load_packs
from bihuan.organisations.queries import UnitPlace
from bihuan.oversight.loop_queries import loop_standing
from bihuan.oversight.models import Finding
from bihuan.values.actor import Actor
from bihuan.values.period import Period
from oversight.cast import finding, put_right, value

HEAD = 'key: own\nname: 本站\nversion: "1.0"\ndescription: 本站自己的\nneeds: [base, party_life, governance]\n'


def told(tmp_path: Path, text: str) -> list[str]:
    """What is wrong with a pack of one's own beside the shipped ones."""
    (tmp_path / "pack.yaml").write_text(HEAD, encoding="utf-8")
    (tmp_path / "own.yaml").write_text(text, encoding="utf-8")
    _, problems = load_packs([*shipped_folders(), tmp_path])
    return [str(problem) for problem in problems]


OWN_LOOP = """
closed_loops:
  - {key: own_loop, name: 本站闭环, basis: stated, steps: [检查, 整改], sources: ["000"]}
loop_steps:
  - {loop: own_loop, step: 检查, by: [inspection.inspections, finding.found], who: 本站}
  - {loop: own_loop, step: 整改, by: [finding.rectified], all_of: [finding.found], life: finding, who: 本站}
lists: []
fillings:
  - {list: finding_classes, choices: [消防设施, 用电用气]}
"""


@pytest.fixture
def own_pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home with a pack of its own: a loop, and the classes of findings that this site keeps."""
    folder = tmp_path / "packs" / "own"
    folder.mkdir(parents=True)
    (folder / "pack.yaml").write_text(HEAD, encoding="utf-8")
    (folder / "own.yaml").write_text(OWN_LOOP, encoding="utf-8")
    monkeypatch.setenv("BIHUAN_HOME", str(tmp_path))
    forget()


def test_a_site_adds_a_loop_of_its_own(
    own_pack: None, tree: dict[str, UnitPlace], operator: Actor, doer: Actor, checker: Actor
) -> None:
    number = finding(checker, date(2023, 5, 10), category="消防设施")
    year = Period.parse("2023")
    standing = loop_standing(operator, "own_loop", "zd", year)
    assert standing.text == "停在“整改”（还有 一号车库灭火器压力不足），应由本站完成"
    put_right(doer, checker, Finding.objects.get(pk=number).task_id, date(2023, 5, 12))
    assert loop_standing(operator, "own_loop", "zd", year).is_closed


def test_classes_that_the_site_filled_in_are_series_of_their_own(
    own_pack: None, tree: dict[str, UnitPlace], doer: Actor, checker: Actor
) -> None:
    finding(checker, date(2023, 5, 10), category="消防设施", severity="严重")
    assert value("task.opened[category=消防设施]", "zd", "2023") == 1
    assert value("task.opened[category=用电用气]", "zd", "2023") == 0
    assert value("task.opened[severity=严重]", "zd", "2023") == 1
    assert value("task.opened[source=暗访督查]", "zd", "2023") == 1
    assert "category=消防设施" in "".join(each.key for each in catalogue().all_series())


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("loop_steps:\n  - {loop: nowhere, step: 检查, by: [finding.found], who: 甲}", "没有闭环 nowhere"),
        ("loop_steps:\n  - {loop: audit_loop, step: 吃饭, by: [finding.found], who: 甲}", "没有步骤“吃饭”"),
        ("loop_steps:\n  - {loop: audit_loop, step: 审计, by: [finding.found], who: 甲}", "写了两次"),
        ("loop_steps:\n  - {loop: audit_loop, step: 审计, who: 甲}", "没有写由什么完成"),
        ("loop_steps:\n  - {loop: audit_loop, step: 审计, by: [finding.fund], who: 甲}", "没有科目 finding.fund"),
        ("loop_steps:\n  - {loop: audit_loop, step: 审计, by: [finding.found], life: x, who: 甲}", "没有任务来源 x"),
        ("task_lives:\n  - {key: finding, name: 问题}", "写了两次"),
        ("task_lives:\n  - {key: own, name: 甲, kind: finding, fills: {colour: due}}", "没有栏目 colour"),
        (
            "task_lives:\n  - {key: own, name: 甲, kind: research_topic, done_words: {status: [甲, 已完成]}}",
            "没有选项 甲",
        ),
        ("mechanism_parts:\n  - {mechanism: pressure_chain, part: 甲, by: [finding.found]}", "没有“甲”"),
        ("overlaps:\n  - {key: own, name: 甲, series: [finding.found, finding.nope]}", "没有科目 finding.nope"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, text: str, complaint: str) -> None:
    problems = told(tmp_path, text)
    assert any(complaint in each and "own.yaml 第" in each for each in problems), problems


def test_a_sum_of_what_may_be_the_same_trip_has_to_say_so(tmp_path: Path) -> None:
    """一次下基层可以同时是调研和督导: adding both counts it twice."""
    formula = (
        "formulas:\n  - key: own_visits\n    name: 下基层合计\n    unit: 次\n    operation: sum\n    overlapping: {}\n"
        "    of: [{{series: frontline_visit.visits}}, {{series: inspection.inspections}}]\n"
    )
    assert any("同一件事" in each for each in told(tmp_path, formula.format("false")))
    assert told(tmp_path, formula.format("true")) == []
