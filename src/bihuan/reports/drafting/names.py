"""What an author calls figures and requirements: one Chinese name for each, and back. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from bihuan.catalog.catalogue import Catalogue
from bihuan.reports.slots import Names

_PARTING = re.compile(r"[：；，＝|【】\n]")
"""What parts the words within a bracket; a name that holds one of them is not used there."""


@dataclass(frozen=True)
class Calling:
    """The names of what can be asked for.

    Attributes:
        names: every name that is understood.
        by_key: the name that an author is shown, by key.
        duties: the names of requirements by their keys, and duty_keys back.
    """

    names: Names
    by_key: Mapping[str, str]
    duties: Mapping[str, str]
    duty_keys: Mapping[str, str]

    @classmethod
    @lru_cache(maxsize=2)
    def of(cls, packs: Catalogue) -> Calling:
        """The names of the loaded packs; of several names of one series the shortest."""
        names = Names.of(packs)
        own = {series.key: series.name for series in packs.all_series()}
        own |= {formula.key: formula.name for formula in packs.formulas.values()}
        by_key: dict[str, str] = {}
        for name, key in sorted(names.by_name.items(), key=lambda each: len(each[0])):
            if not _PARTING.search(name):
                by_key.setdefault(key, name)
        # The name that the book itself uses, wherever it is nobody else's.
        by_key |= {key: name for key, name in own.items() if names.by_name.get(name) == key and _is_plain(name)}
        duties: dict[str, list[str]] = {}
        for duty in packs.duties:
            duties.setdefault(duty.name, []).append(duty.key)
        single = {keys[0]: name for name, keys in duties.items() if len(set(keys)) == 1 and _is_plain(name)}
        return cls(names, by_key, single, {name: key for key, name in single.items()})

    def figure(self, name: str) -> str:
        """What an author is shown for a key or a name that a template used; the name itself where it is unknown."""
        key = name if name in self.names.keys else self.names.by_name.get(name, "")
        return self.by_key.get(key, name)


def _is_plain(name: str) -> bool:
    return not _PARTING.search(name)
