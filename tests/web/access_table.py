"""The table of docs/web.md that says who gets which answer from which address, read so that it can be tried.

A row is one line::

    | `records` | `GET /records/?unit={unit}` | business 200 200 404 404; others 403 403 404 404 |

First the name of the address in `web/urls.py`; then what is asked, a form behind it as ``a=1&b=2``; then the answers by
role: at one's own unit, below it, beside it, above it. A single answer holds for all four. The first words that name a
role count for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl

from bihuan.values.actor import Role

PAGE = Path(__file__).resolve().parents[2] / "docs" / "web.md"
PLACES = ("own", "below", "beside", "above")
HOW = "add one line for it to the table 'Every address' of docs/web.md, as tests/web/access_table.py says"

_ROW = re.compile(
    r"^\| `(?P<name>\w+)` \| `(?P<method>GET|POST) (?P<path>[^ `]+)(?: (?P<form>[^`]+))?` \| (?P<who>.+) \|$"
)
_ADMINISTRATORS = frozenset(role for role in Role if role.value.endswith("_admin"))
_GROUPS: Mapping[str, frozenset[Role]] = {
    "everybody": frozenset(Role),
    "others": frozenset(Role),
    "business": frozenset(Role) - _ADMINISTRATORS,
    "administrators": _ADMINISTRATORS,
    **{role.value: frozenset({role}) for role in Role},
}


@dataclass(frozen=True)
class Asked:
    """One row: what is asked, and the four answers that each role gets."""

    name: str
    method: str
    path: str
    form: str
    answers: Mapping[Role, tuple[int, ...]]

    @property
    def fields(self) -> dict[str, str]:
        """The form, as pairs."""
        return dict(parse_qsl(self.form, keep_blank_values=True, strict_parsing=bool(self.form)))

    @property
    def of_a_place(self) -> bool:
        """Whether the answer depends on the unit that is asked for."""
        return "{" in self.path + self.form


def rows() -> list[Asked]:
    """Every row of the table.

    Raises:
        ValueError: a line of the table cannot be read.
    """
    lines = PAGE.read_text(encoding="utf-8").split("### Every address", 1)[1].split("\n## ", 1)[0].splitlines()
    return [_row(line) for line in lines if line.startswith("| `")]


def _row(line: str) -> Asked:
    found = _ROW.match(line)
    if found is None:
        raise ValueError(f"cannot read this line of the access table; {HOW}: {line}")
    answers: dict[Role, tuple[int, ...]] = {}
    for words, statuses in _answers(line, found["who"]):
        left = frozenset(Role) - answers.keys()
        for word in words:
            for role in left & _GROUPS[word]:
                answers[role] = statuses
    if missing := frozenset(Role) - answers.keys():
        raise ValueError(f"no answer for {sorted(missing)}: {line}")
    return Asked(found["name"], found["method"], found["path"], found["form"] or "", answers)


def _answers(line: str, who: str) -> Iterator[tuple[list[str], tuple[int, ...]]]:
    for part in who.split("; "):
        roles, *statuses = re.split(r" (?=\d)", part)
        words = roles.split(", ")
        if len(statuses) not in (1, len(PLACES)) or not {*words} <= {*_GROUPS}:
            raise ValueError(f"cannot read {part!r}; {HOW}: {line}")
        numbers = tuple(int(each) for each in statuses)
        yield words, numbers * len(PLACES) if len(numbers) == 1 else numbers
