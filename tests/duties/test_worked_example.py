from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import yaml
from pydantic import BaseModel

from bihuan.catalog.schema import Duty
from bihuan.duties.balances import Count, Debt, State, balance
from bihuan.duties.rules import Life, rules_of
from bihuan.values.period import Period

PAGE = (Path(__file__).parents[2] / "docs" / "duties.md").read_text(encoding="utf-8")


class Example(BaseModel):
    """The lines of the page from which its table is computed."""

    duties: tuple[Duty, ...]
    begins: date
    acts: tuple[date, ...]
    waived: dict[date, str]
    period: int
    today: date


def table(heading: str) -> list[list[str]]:
    """The rows of the first table below a heading, without its head."""
    below = PAGE.split(heading, 1)[1]
    rows = re.findall(r"^\|(.+)\|$", below.split("\n## ", 1)[0], re.MULTILINE)
    return [[cell.strip(" `") for cell in row.split("|")] for row in rows[2:]]


def test_the_page_s_example_comes_out_as_the_page_says() -> None:
    written = re.search(r"```yaml\n(.+?)```", PAGE, re.DOTALL)
    assert written
    example = Example.model_validate(yaml.safe_load(written[1]))
    (rules,) = rules_of(example.duties, lambda _series: 0).values()
    debt = Debt(rules, (Life(example.begins),), example.waived)
    counts = {"meeting.meetings": [Count(day, 1) for day in example.acts]}
    windows = balance(debt, counts, Period.parse(str(example.period)), example.today)
    assert [
        [
            str(window.period),
            str(window.owed),
            str(window.done),
            str(window.late),
            str(window.arrears),
            window.state.value,
            f"{window.rule.source.document}{window.rule.source.clause}",
        ]
        for window in windows
    ] == table("## A worked example")


def test_the_page_names_every_state_by_its_word() -> None:
    named = {row[0]: row[1] for row in table("## What is owed, done and in arrears")}
    assert named == {state.value: state.label for state in State}
