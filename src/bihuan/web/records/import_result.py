"""What an import brought in, from the moment it ends until its page shows it: kept with the job as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from django.urls import reverse

from bihuan.catalog.loaded import catalogue
from bihuan.records.importing import ImportResult
from bihuan.values.figure import Ask
from bihuan.values.period import Period
from bihuan.values.quantity import from_steps, shown
from bihuan.web.asking import address
from bihuan.web.figures.page import figure_address

MOST_UNITS = 200
"""Units of which the page tells one by one."""
MOST_AMOUNTS = 12


@dataclass(frozen=True)
class UnitRow:
    """What came in for one unit, and where its account and its records open."""

    code: str
    name: str
    rows: int
    first: date
    last: date
    account: str
    records: str


@dataclass(frozen=True)
class Amount:
    """What was added to one measure, and the figure that it is part of now."""

    name: str
    amount: str
    href: str


@dataclass(frozen=True)
class Found:
    """What the page of a finished import shows.

    Attributes:
        units: whose records they are.
        more_units: how many units are not told one by one.
        amounts: what they added to the book.
        warnings: rows that look like others, the first ones.
        warned: how many such rows there are.
        kind: what was imported.
        records: where the records are found.
    """

    units: tuple[UnitRow, ...]
    more_units: int
    amounts: tuple[Amount, ...]
    warnings: tuple[str, ...]
    warned: int
    kind: str
    records: str


def sentence_of(result: ImportResult) -> str:
    """What came in, in one sentence."""
    first, last = min(unit.first for unit in result.units), max(unit.last for unit in result.units)
    late = f"，其中{result.late}条是补录" if result.late else ""
    return f"记入{result.rows}条，{first}至{last}，{len(result.units)}个单位{late}。"


def found_of(result: ImportResult, kind: str) -> str:
    """What the page will show, as it is kept."""
    units = [
        {**asdict(unit), "first": unit.first.isoformat(), "last": unit.last.isoformat()}
        for unit in result.units[:MOST_UNITS]
    ]
    told = {
        "kind": kind,
        "units": units,
        "more": max(len(result.units) - MOST_UNITS, 0),
        "added": [pair for pair in result.added if "[" not in pair[0]],
        "warnings": [str(problem) for problem in result.warnings],
        "warned": result.warned,
    }
    return json.dumps(told, ensure_ascii=False)


def read_found(text: str, top: str) -> Found:
    """What was kept, with the addresses at which it opens.

    Args:
        text: as `found_of` wrote it.
        top: the code or name of the unit for which the table was imported.
    """
    told = json.loads(text)
    kind = told["kind"]
    rows = tuple(_unit_row(unit, kind) for unit in told["units"])
    years = {row.first.year for row in rows} | {row.last.year for row in rows}
    period = Period(date(min(years), 1, 1), date(max(years), 12, 31))
    return Found(
        units=rows,
        more_units=told["more"],
        amounts=_amounts(told["added"], top, period),
        warnings=tuple(told["warnings"]),
        warned=told["warned"],
        kind=kind,
        records=address(reverse("records"), kind=kind, unit=top),
    )


def _unit_row(unit: dict[str, str | int], kind: str) -> UnitRow:
    code = str(unit["code"])
    first, last = (date.fromisoformat(str(unit[end])) for end in ("first", "last"))
    return UnitRow(
        code=code,
        name=str(unit["name"]),
        rows=int(unit["rows"]),
        first=first,
        last=last,
        account=address(reverse("duties_of", args=[code]), year=last.year),
        records=address(reverse("records"), kind=kind, unit=code),
    )


def _amounts(added: Sequence[tuple[str, int]], top: str, period: Period) -> tuple[Amount, ...]:
    packs = catalogue()
    found: list[Amount] = []
    for key, steps in added[:MOST_AMOUNTS]:
        definition = packs.series(key)
        value = shown(from_steps(steps, definition.decimals))
        found.append(Amount(definition.name, f"{value}{definition.unit}", figure_address(Ask(key, top, period))))
    return tuple(found)
