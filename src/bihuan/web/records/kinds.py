"""Finding what to record: a kind by two characters of its name or the first letters of their pinyin."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from pypinyin import Style, lazy_pinyin

from bihuan.catalog.catalogue import Catalogue
from bihuan.catalog.loaded import catalogue
from bihuan.catalog.schema import Kind
from bihuan.records.queries import Page, Search, records
from bihuan.values.actor import Action, Actor
from bihuan.web.asking import address, way
from bihuan.web.pages import page, signed_in
from bihuan.web.whereabouts import NOTHING_TO_SEE

OFTEN = 8


@dataclass(frozen=True)
class Entry:
    """A kind as the list to choose from shows it.

    Attributes:
        href: its form; "" where it is not entered by hand.
        note: what else there is to say: the other name that was found, or where it is entered.
    """

    name: str
    href: str
    note: str = ""


@dataclass(frozen=True)
class Theme:
    """The kinds of one theme."""

    name: str
    entries: tuple[Entry, ...]


@lru_cache(maxsize=4096)
def initials(words: str) -> str:
    """The first letters of the pinyin of the words: 支委会 is zwh. Letters and digits stay as they are."""
    return "".join(lazy_pinyin(words, style=Style.FIRST_LETTER)).lower()


def names_of(kind: Kind) -> tuple[str, ...]:
    """Everything that the kind is called, its own name first."""
    return tuple(dict.fromkeys((kind.name, *kind.also_called, *kind.terms.values())))


def matching(kinds: Iterable[Kind], words: str) -> list[tuple[Kind, str]]:
    """The kinds that the words may mean, with the name that was found; those whose names begin with them first.

    The words are a part of a name, or first letters of its pinyin; capitals and spaces do not matter.
    """
    wanted = words.strip().replace(" ", "").lower()
    if not wanted:
        return []
    found: list[tuple[int, Kind, str]] = []
    for kind in kinds:
        ranks = [(rank, name) for name in names_of(kind) if (rank := _rank(name, wanted)) is not None]
        if ranks:
            # The kind's own name is the first of equals.
            best = min(rank for rank, _ in ranks)
            found.append((best, kind, next(name for rank, name in ranks if rank == best)))
    found.sort(key=lambda each: (each[0], each[2] != each[1].name, len(each[1].name)))
    return [(kind, name) for _, kind, name in found]


def _rank(name: str, wanted: str) -> int | None:
    """How well a name fits: 0 the same, 1 it begins so, 2 it holds the words, then the same of its first letters."""
    for offset, text in ((0, name.lower()), (3, initials(name))):
        place = text.find(wanted)
        if place >= 0:
            return offset + (0 if text == wanted else 1 if place == 0 else 2)
    return None


def may_enter(actor: Actor, kind: Kind) -> bool:
    """Whether the actor enters records of the kind anywhere: a restricted one asks for its own role."""
    return bool(actor.paths(Action.DISCIPLINE if kind.restricted else Action.RECORD))


def entry_of(actor: Actor, kind: str, unit: str = "", **more: object) -> str:
    """Where an act of the kind is entered: its form, or that of the meeting that it is an item of.

    "" where nobody enters it by hand (the tasks post it) or the actor may not.
    """
    packs = catalogue()
    while kind in packs.kinds:
        found = packs.kind(kind)
        if kind in packs.kept_kinds or not may_enter(actor, found):
            return ""
        if found.part_of is None:
            return address(way("record_new", kind), unit=unit, **more)
        kind = found.part_of
    return ""


def entry(actor: Actor, kind: Kind, unit: str = "", day: str = "", name: str = "") -> Entry | None:
    """The kind as a line to choose; None for what the actor may not know of."""
    packs = catalogue()
    if not may_enter(actor, kind):
        return None
    note = f"也叫{name}" if name and name != kind.name else ""
    if kind.key in packs.kept_kinds:
        note = "由问题与任务自动记入"
    elif kind.part_of is not None:
        note = f"在{packs.kind(kind.part_of).name}里作为分项记"
    return Entry(kind.name, entry_of(actor, kind.key, unit, day=day), note)


@signed_in
def kinds_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What can be recorded: what one's units record often, what the words find, and everything by theme."""
    if not actor.paths(Action.RECORD) and not actor.paths(Action.DISCIPLINE):
        return page(request, actor, NOTHING_TO_SEE, {}, status=403)
    packs = catalogue()
    asked = {name: request.GET.get(name, "").strip()[:40] for name in ("q", "unit", "day")}
    found = [
        line
        for kind, name in matching(packs.kinds.values(), asked["q"])
        if (line := entry(actor, kind, asked["unit"], asked["day"], name)) is not None
    ]
    context: dict[str, object] = {
        "asked": asked,
        "found": found,
        "often": _often(actor, asked["unit"], asked["day"]) if not asked["q"] else [],
        "themes": _themes(actor, packs, asked["unit"], asked["day"]) if not asked["q"] else [],
    }
    return page(request, actor, "web/kinds.html", context)


def _often(actor: Actor, unit: str, day: str) -> list[Entry]:
    """What was recorded of late, each kind once."""
    packs = catalogue()
    lines = records(actor, Search(unit=unit), Page(size=60)).lines
    kinds = dict.fromkeys(line.kind for line in lines if line.part_of is None and line.kind in packs.kinds)
    found = (entry(actor, packs.kind(kind), unit, day) for kind in kinds)
    return [line for line in found if line is not None and line.href][:OFTEN]


def _themes(actor: Actor, packs: Catalogue, unit: str, day: str) -> list[Theme]:
    order = list(packs.themes)
    kinds = sorted(packs.kinds.values(), key=lambda kind: order.index(kind.theme))
    found: list[Theme] = []
    for theme, group in groupby(kinds, key=lambda kind: kind.theme):
        lines = (entry(actor, kind, unit, day) for kind in group)
        found.append(Theme(packs.themes[theme].name, tuple(line for line in lines if line is not None)))
    return [theme for theme in found if theme.entries]
