"""The catalogue of the running ledger: the shipped packs and the site's own, read once per process."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from bihuan.catalog.catalogue import Catalogue
from bihuan.catalog.errors import BrokenPacks
from bihuan.catalog.kept import digest_of, keep, kept
from bihuan.catalog.nearest import did_you_mean
from bihuan.catalog.packing import made_from, packed, unpacked
from bihuan.catalog.schema import HEAD
from bihuan.values.problem import Problem

SHIPPED = Path(__file__).parent / "packs"
CHOICE = "packs.yaml"
KEPT = "catalogue"


def home() -> Path:
    """The folder in which this ledger keeps its state: ``BIHUAN_HOME``, else ``var`` in the current folder."""
    return Path(os.environ.get("BIHUAN_HOME") or "var").absolute()


def catalogue() -> Catalogue:
    """The catalogue of the running ledger, read once for each ``BIHUAN_HOME`` and process.

    Raises:
        BrokenPacks: a pack cannot be used; ``bihuan pack check`` names every problem.
    """
    # Asked some two hundred times a page: a path is made once for each folder, not for each question.
    told = os.environ.get("BIHUAN_HOME") or "var"
    return _catalogue_of(told if told.startswith("/") else str(home()))


def forget() -> None:
    """Read the packs anew at the next call; for a process that outlives a change of packs, and for tests."""
    _catalogue_of.cache_clear()


@cache
def _catalogue_of(home_folder: str) -> Catalogue:
    place = Path(home_folder)
    digest = _digest(place)
    content = kept(place, KEPT, digest)
    found = None if content is None else unpacked(content)
    if found is None:
        found = _read(place)
        # Somebody may have changed a file while the packs were read: what came of that belongs to no digest.
        if digest == _digest(place):
            keep(place, KEPT, digest, packed(found))
    return found


def _digest(home_folder: Path) -> str:
    return digest_of(made_from(home_folder / CHOICE, every_folder(home_folder)))


def _read(home_folder: Path) -> Catalogue:
    """The catalogue from its packs. What reads YAML is imported where it is needed: most runs do without."""
    from bihuan.catalog.loader import load_packs

    folders, problems = pack_folders(home_folder)
    found = None
    if not problems:
        found, problems = load_packs(folders)
    if found is None:
        first = problems[0]
        count = len(problems)
        raise BrokenPacks(f"目录包有 {count} 处问题，第一处：{first}。请用 bihuan pack check 查看并改正。")
    return found


def pack_folders(home_folder: Path) -> tuple[list[Path], list[Problem]]:
    """The folders of the packs this ledger uses, and what is wrong with its choice of them.

    Every pack that is there; where ``packs.yaml`` in the home folder lists keys under ``use``, only these and the
    packs they stand on.
    """
    folders = every_folder(home_folder)
    from bihuan.catalog.yaml_reading import read_file

    choice = home_folder / CHOICE
    if not choice.is_file():
        return folders, []
    read, problems = read_file(choice, choice.name)
    value = read.value
    wanted = value.get("use") if isinstance(value, dict) else None
    if not isinstance(wanted, list) or not all(isinstance(key, str) for key in wanted):
        return folders, [*problems, Problem(choice.name, "看不懂", "写成 use: [party_life, fire_rescue]")]
    return _restricted(folders, [str(key) for key in wanted])


def every_folder(home_folder: Path) -> list[Path]:
    """The folders of the shipped packs and of the site's own, which lie in ``packs/`` of the home folder."""
    return shipped_folders() + _packs_below(home_folder / "packs")


def shipped_folders() -> list[Path]:
    """The folders of the packs that come with Bihuan."""
    return _packs_below(SHIPPED)


def _packs_below(folder: Path) -> list[Path]:
    return sorted(head.parent for head in folder.glob(f"*/{HEAD}"))


def _restricted(folders: Sequence[Path], wanted: Sequence[str]) -> tuple[list[Path], list[Problem]]:
    """The folders of the wanted packs and of those they need, in the given order."""
    heads = {folder: _head(folder) for folder in folders}
    by_key = {key: folder for folder, (key, _) in heads.items()}
    needs: Mapping[str, list[str]] = dict(heads.values())
    problems = [
        Problem(CHOICE, f"没有目录包 {key}", did_you_mean(key, by_key) or f"可用的是 {'、'.join(by_key)}")
        for key in wanted
        if key not in by_key
    ]
    kept: set[str] = set()
    waiting = [key for key in wanted if key in by_key]
    while waiting:
        key = waiting.pop()
        if key not in kept:
            kept.add(key)
            waiting += [need for need in needs[key] if need in by_key]
    return [folder for folder in folders if heads[folder][0] in kept], problems


def _head(folder: Path) -> tuple[str, list[str]]:
    """The key of a pack and the keys it needs, as far as they can be read; the loader reports the rest."""
    from bihuan.catalog.yaml_reading import read_file

    read, _ = read_file(folder / HEAD, HEAD)
    value = read.value if isinstance(read.value, dict) else {}
    needs = value.get("needs")
    return str(value.get("key", folder.name)), [str(key) for key in needs] if isinstance(needs, list) else []
