"""The ways that ``synonyms.yaml`` knows to say what the series count, and to name the choices of their fields."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from bihuan.catalog.kept import digest_of, keep, kept
from bihuan.catalog.loaded import home

_FILE = Path(__file__).with_name("synonyms.yaml")
_KEPT = "synonyms"


class Said(BaseModel):
    """How a series is said; the file's head says what each word means."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    says: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    isnt: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    plainly: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    follows: tuple[str, ...] = ()
    behind: tuple[str, ...] = ()


class Synonyms(BaseModel):
    """The whole file.

    Attributes:
        wordings: by series.
        origins: fields that name the act a thing came out of.
        plain: fields whose choices narrow nothing.
        choices: further names of choices, by field and choice.
        groups: verbs that mean the same, by one of them.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    wordings: dict[str, Said | tuple[Said, ...]]
    origins: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()
    choices: dict[str, dict[str, tuple[str, ...]]] = {}
    groups: dict[str, tuple[str, ...]] = {}


@cache
def synonyms() -> Synonyms:
    """What the file says, read once for each process; its YAML once until it changes."""
    digest = digest_of((file.name, file) for file in (_FILE, Path(__file__)))
    content = kept(home(), _KEPT, digest)
    found = None if content is None else _checked(content)
    if found is None:
        found = _read()
        keep(home(), _KEPT, digest, found.model_dump_json(exclude_unset=True).encode())
    return found


def _checked(content: bytes) -> Synonyms | None:
    try:
        return Synonyms.model_validate_json(content)
    except ValidationError:
        return None


def _read() -> Synonyms:
    import yaml

    # libyaml reads ten times as fast; it is not part of every build of PyYAML.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return Synonyms.model_validate(yaml.load(_FILE.read_bytes(), loader))  # noqa: S506 - both are the safe one
