"""The catalogue as JSON and back. It goes through the schema again whenever it is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Protocol, TypeVar

from pydantic import TypeAdapter, ValidationError

from bihuan.catalog.catalogue import Catalogue

_CODE = Path(__file__).parent
_T = TypeVar("_T")


def made_from(choice: Path, folders: Sequence[Path]) -> Iterator[tuple[str, Path]]:
    """All that a catalogue is made from, each file with its name: the code that reads packs, the choice, the packs.

    Args:
        choice: the file that chooses among the packs; it need not be there.
        folders: of the packs, in the order in which they are read.
    """
    # Named by itself: where programs are installed without their sources, nothing is kept.
    yield from ((file.name, file) for file in sorted({_CODE / "loader.py", *_CODE.glob("*.py")}))
    if choice.exists():
        yield choice.name, choice
    for folder in folders:
        for file in sorted(folder.rglob("*.yaml")):
            yield f"{folder.name}/{file.relative_to(folder).as_posix()}", file


def packed(found: Catalogue) -> bytes:
    """The catalogue as JSON."""
    return _adapter().dump_json(_with_mappings(found, dict), exclude_unset=True)


def unpacked(content: bytes) -> Catalogue | None:
    """The catalogue that the JSON holds; None where it holds none."""
    try:
        return _with_mappings(_adapter().validate_json(content), MappingProxyType)
    except ValidationError:
        return None


@cache
def _adapter() -> TypeAdapter[Catalogue]:
    return TypeAdapter(Catalogue)


class _Mapped(Protocol):
    def __call__(self, entries: Mapping[str, _T], /) -> Mapping[str, _T]: ...


def _with_mappings(found: Catalogue, sort: _Mapped) -> Catalogue:
    """The same with its mappings of another sort: a catalogue's cannot be changed, JSON is made of dicts."""
    return replace(
        found,
        kinds=sort(found.kinds),
        themes=sort(found.themes),
        lists=sort(found.lists),
        formulas=sort(found.formulas),
        offered=sort(found.offered),
        task_lives=sort(found.task_lives),
        origins=sort(found.origins),
    )
