"""Entries of packs as the loader holds them while it checks: each with the place where it was written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Generic, TypeVar, cast

from bihuan.catalog.schema import Entry, PackHead
from bihuan.catalog.yaml_reading import Path_, YamlText
from bihuan.values.problem import Problem

_E = TypeVar("_E", bound=Entry)
_Held_co = TypeVar("_Held_co", bound=Entry, covariant=True)


@dataclass
class PackSource:
    """One YAML file of a pack.

    Attributes:
        name: how a problem calls it: ``party_life/meetings.yaml``.
        read: its values and their lines.
    """

    name: str
    read: YamlText

    def problem(self, path: Path_, message: str, mend: str = "") -> Problem:
        """A problem at a path of this file."""
        return Problem(f"{self.name} 第 {self.read.line(path)} 行", message, mend)


@dataclass(frozen=True)
class Placed(Generic[_Held_co]):
    """An entry, the key of its pack, the file it stands in and its path there."""

    value: _Held_co
    pack: str
    source: PackSource
    path: Path_

    def problem(self, below: Path_, message: str, mend: str = "") -> Problem:
        """A problem at a path below the entry."""
        return self.source.problem((*self.path, *below), message, mend)


@dataclass
class Drafts:
    """Everything that the packs say, entry by entry, before it is known to fit together.

    Attributes:
        heads: the heads of the packs by their keys, in the order of reading.
        broken: the keys of entries that could not be read; what refers to them is not reported again.
    """

    heads: dict[str, Placed[PackHead]] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    _entries: dict[type[Entry], list[Placed[Entry]]] = field(default_factory=dict)

    def add(self, placed: Placed[Entry]) -> None:
        """Keep one more entry."""
        self._entries.setdefault(type(placed.value), []).append(placed)

    def of(self, entry: type[_E]) -> list[Placed[_E]]:
        """The entries of one class, in the order of reading."""
        return cast("list[Placed[_E]]", self._entries.get(entry, []))

    def needed_by(self, pack: str) -> set[str]:
        """The pack itself and every pack it stands on, directly or not; absent ones included."""
        found: set[str] = set()
        waiting = [pack]
        while waiting:
            key = waiting.pop()
            if key in found:
                continue
            found.add(key)
            if key in self.heads:
                waiting += self.heads[key].value.needs
        return found
