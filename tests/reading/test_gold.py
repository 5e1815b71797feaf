"""The gold labels of this project: the reader against every one of them, scored by the project's own tool."""

import importlib.util
import json
import os
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from bihuan.reading import read

SHARED = Path(__file__).parents[3] / "shared"


@pytest.fixture(scope="module")
def shared() -> Path:
    if not (SHARED / "documents" / "gold").is_dir():
        message = f"{SHARED} with the gold labels is not here"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return SHARED


@pytest.fixture(scope="module")
def scorer(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_reading", shared / "tools" / "score_reading.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _document(shared: Path, name: str) -> str:
    return (shared / "documents" / f"{name}.txt").read_bytes().decode("utf-8")


def _gold(shared: Path, kind: str) -> dict[str, list[dict[str, Any]]]:
    paths = sorted((shared / "documents" / "gold").glob(f"*.{kind}.jsonl"))
    return {
        path.name.split(".")[0]: [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
        for path in paths
    }


def _apart(rows: list[dict[str, Any]], place: int) -> list[dict[str, Any]]:
    """The rows shifted so far that documents scored together do not touch."""
    shift = place * 10_000_000
    return [{**row, "start": row["start"] + shift, "end": row["end"] + shift} for row in rows]


def test_every_claim_s_fields_are_right_on_all_documents_together(shared: Path, scorer: ModuleType) -> None:
    gold, found = [], []
    for place, (name, rows) in enumerate(_gold(shared, "claims").items()):
        gold += _apart(rows, place)
        found += _apart([claim.row() for claim in read(_document(shared, name)).claims], place)
    scored, missed, extra = scorer.score_claims(gold, found)
    assert (missed, extra) == ([], []) or scored["f1"] >= 0.99
    floors = {"value": 0.99, "unit": 0.99, "bound": 0.99, "masked": 0.99, "kind": 0.98, "subject": 0.92}
    assert {field: scored[field] for field, floor in floors.items() if scored[field] < floor} == {}


def test_the_duties_are_found_on_all_documents_together(shared: Path, scorer: ModuleType) -> None:
    gold, found = [], []
    for place, (name, rows) in enumerate(_gold(shared, "duties").items()):
        gold += _apart(rows, place)
        found += _apart([duty.row() for duty in read(_document(shared, name)).duties], place)
    scored, _, _ = scorer.score_duties(gold, found)
    assert scored["f1"] >= 0.95


def test_a_document_without_figures_yields_none(shared: Path) -> None:
    reading = read(_document(shared, "001"))
    assert (reading.claims, reading.duties) == ((), ())


def test_all_gold_documents_joined_read_as_each_alone(shared: Path) -> None:
    names = list(_gold(shared, "claims"))
    texts = [_document(shared, name).rstrip("\n") for name in names]
    alone, shift = [], 0
    for text in texts:
        alone += [(c.start + shift, c.end + shift, c.kind, c.subject) for c in read(text).claims]
        shift += len(text) + 2
    joined = [(c.start, c.end, c.kind, c.subject) for c in read("\n\n".join(texts)).claims]
    assert joined == alone


def test_all_gold_documents_joined_have_the_duties_of_each_alone(shared: Path) -> None:
    names = list(_gold(shared, "duties"))
    texts = [_document(shared, name).rstrip("\n") for name in names]
    alone = [(d.text, d.actor, d.per) for text in texts for d in read(text).duties]
    assert [(d.text, d.actor, d.per) for d in read("\n\n".join(texts)).duties] == alone
