"""The glossary binds one code word to one Chinese word, and both exist."""

from __future__ import annotations

import importlib
import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ROWS = [
    [cell.strip() for cell in line.strip("|\n").split("|")]
    for line in (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("| ") and not line.startswith(("| code", "| ---"))
]


def test_each_word_stands_once() -> None:
    for column in (0, 1):
        repeated = [word for word, times in Counter(row[column] for row in ROWS).items() if times > 1]
        assert not repeated


def test_every_class_that_it_names_exists() -> None:
    for word, _, _, place in ROWS:
        module, _, name = place.rpartition(".")
        assert hasattr(importlib.import_module(module), name), f"{word}: {place} is not there"


def test_it_has_the_words_of_the_design() -> None:
    assert {"Unit", "Kind", "Series", "Record", "Posting", "Tally", "Figure", "Duty", "Claim", "Seal"} <= {
        row[0] for row in ROWS
    }
    assert all(re.fullmatch(r"[一-鿿]+", row[1]) for row in ROWS)
