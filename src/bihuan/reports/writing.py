"""Writing a report: the template's requests, one call to the book, the document. Nothing missing ever vanishes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from bihuan.book.proofs import members_of
from bihuan.catalog.loaded import catalogue
from bihuan.organisations.queries import UnitPlace, require, unit_for, units_of_level
from bihuan.reports.asking import answers
from bihuan.reports.charts.requests import Chart
from bihuan.reports.composing import Frame, document_of
from bihuan.reports.document import Document
from bihuan.reports.drafting.names import Calling
from bihuan.reports.drafting.text import literal, to_author
from bihuan.reports.errors import BrokenTemplate, Gaps
from bihuan.reports.listings import ListAsk, Listing, listing
from bihuan.reports.orders import Order, check_span, words_of
from bihuan.reports.profiles import notice, profile_of
from bihuan.reports.rendering import MENTION_MARK, Placed, pieces, rendered, requests_of
from bihuan.reports.requests import ActList, ByHand, Direction, Request, UnitTable, names_in, source_of
from bihuan.reports.setting import Setting, Sources, SubUnit
from bihuan.reports.slots import Names, Slot, UnknownName, asked_period
from bihuan.reports.templates import Template, template_for
from bihuan.values.actor import Action, Actor
from bihuan.values.figure import Ask, Figure
from bihuan.values.period import Period
from bihuan.values.problem import Problem
from bihuan.values.unit_type import UnitType

__all__ = [
    "Drafted",
    "Editing",
    "Order",
    "TypedOver",
    "composed",
    "draft_report",
    "edited_report",
    "ordered_template",
    "text_to_edit",
    "write_report",
]

_LEVELS = {kind.label: kind for kind in UnitType}


@dataclass(frozen=True)
class Drafted:
    """A report as it stands now, whole or not.

    Attributes:
        document: the document; where something is missing it says so in its place.
        gaps: what is missing.
        figures: what the book answered, by what was asked.
    """

    document: Document
    gaps: tuple[Problem, ...]
    figures: Mapping[Ask, Figure]


@dataclass(frozen=True)
class TypedOver:
    """Words that an author typed over a figure, and has yet to decide on.

    Attributes:
        words: what he typed.
        name: the figure that stood there.
        held: what the book would have there now; "" where it holds nothing.
    """

    words: str
    name: str
    held: str


@dataclass(frozen=True)
class Editing(Drafted):
    """A report as it stands now, with the text that its author edits; its figures were asked for once for both.

    Attributes:
        text: prose, with figures as 【党委会次数：14次】; see `bihuan.reports.drafting.text`.
        typed_over: words that stand in a figure's place, in the order of the text.
    """

    text: str
    typed_over: tuple[TypedOver, ...]


def write_report(actor: Actor, order: Order) -> Document:
    """The report: every figure asked of the book in one call, and bound to its identity.

    Raises:
        UnknownTemplate, BrokenTemplate: there is no such template, or it cannot be filled in.
        WrongSpan: the template reports on periods of another length.
        Gaps: figures are missing or slots misspelt; every one is named.
        UnknownUnit, MayNot: the unit is not there, or the actor may not write for it.
    """
    return composed(actor, order, unit_for(actor, order.unit, Action.WRITE))


def draft_report(actor: Actor, order: Order) -> Drafted:
    """The report with its figures as they stand now; gaps show as such in the text instead of stopping it.

    Raises:
        UnknownTemplate, BrokenTemplate: there is no such template, or it cannot be filled in.
        WrongSpan: the template reports on periods of another length.
        UnknownUnit, MayNot: the unit is not there, or the actor may neither write nor issue for it.
    """
    return _drafted(actor, order, _place_to_draft(actor, order.unit))


def _place_to_draft(actor: Actor, unit: str) -> UnitPlace:
    """The unit, for who writes there and for who signs what is written: nobody signs what they could not read."""
    place = unit_for(actor, unit)
    if not actor.may(Action.ISSUE, place.path):
        require(actor, Action.WRITE, place)
    return place


def edited_report(actor: Actor, order: Order) -> Editing:
    """The report as `draft_report` gives it, with the text that its author edits.

    Raises:
        UnknownTemplate, BrokenTemplate, WrongSpan, UnknownUnit, MayNot: as for `draft_report`.
    """
    place = _place_to_draft(actor, order.unit)
    ready = _ready(actor, order, place)
    drafted = _set(actor, order, place, ready)
    keeping = _Keeping(ready.setting)
    calling = Calling.of(catalogue())
    text = rendered(ready.template, ready.words, keeping)
    shown = to_author(pieces(text), keeping.met, calling, ready.setting.briefly)
    over = [
        TypedOver(each.words, calling.figure(each.slot.name), ready.setting.briefly(each.slot))
        for each in keeping.met
        if isinstance(each, ByHand)
    ]
    return Editing(drafted.document, drafted.gaps, drafted.figures, shown, tuple(over))


def composed(actor: Actor, order: Order, place: UnitPlace, number: str = "") -> Document:
    """The document of an order whose permission has been checked; see `write_report`."""
    drafted = _drafted(actor, order, place, number)
    if drafted.gaps:
        raise Gaps(template_for(order.template).head.name, drafted.gaps)
    return drafted.document


@dataclass(frozen=True)
class _Ready:
    """A template with everything that it asks for."""

    template: Template
    words: Mapping[str, str]
    setting: Setting
    misspelt: Sequence[Problem]


def _ready(actor: Actor, order: Order, place: UnitPlace) -> _Ready:
    template = ordered_template(order)
    check_span(template, order.period)
    words = words_of(order, place, profile_of(place.code), template)
    setting, misspelt = _setting(actor, order, place, requests_of(template, words), template)
    return _Ready(template, words, setting, misspelt)


def _drafted(actor: Actor, order: Order, place: UnitPlace, number: str = "") -> Drafted:
    return _set(actor, order, place, _ready(actor, order, place), number)


def _set(actor: Actor, order: Order, place: UnitPlace, ready: _Ready, number: str = "") -> Drafted:
    """The document of everything that was asked."""
    text = rendered(ready.template, ready.words, ready.setting)
    frame = Frame(profile_of(place.code), notice(), number, ready.words, actor.at, order.line(place.code))
    document = document_of(text, ready.setting, frame)
    gaps = (*ready.misspelt, *ready.setting.gaps.values())
    return Drafted(document, gaps, ready.setting.sources.figures)


def ordered_template(order: Order) -> Template:
    """The template of an order, with the draft's text in place of its own where the order has one."""
    template = template_for(order.template)
    if not order.text:
        return template
    return replace(template, text=order.text, file="草稿", line=1, is_plain=True)


def text_to_edit(actor: Actor, order: Order) -> str:
    """The text of the template for this order as an author edits it: its words set, its figures still slots.

    Raises:
        UnknownTemplate, BrokenTemplate, WrongSpan: as for `write_report`.
        UnknownUnit, MayNot: the unit is not there, or the actor may not write for it.
    """
    ready = _ready(actor, order, unit_for(actor, order.unit, Action.WRITE))
    keeping = _Keeping(ready.setting)
    text = rendered(ready.template, ready.words, keeping)
    return "".join(
        literal(piece.text) if piece.mention is None else source_of(keeping.met[piece.mention])
        for piece in pieces(text)
    )


@dataclass(frozen=True)
class _Keeping:
    """Sets the number of each request in its place; only the parts that drop out are decided.

    Attributes:
        met: the requests, in order.
    """

    setting: Setting
    met: list[Request] = field(default_factory=list)

    def words_for(self, request: Request) -> str:
        self.met.append(request)
        return f"{MENTION_MARK[0]}{len(self.met) - 1}{MENTION_MARK[1]}"

    def is_there(self, slot: Slot) -> bool:
        return self.setting.is_there(slot)


def _setting(
    actor: Actor, order: Order, place: UnitPlace, placed: Sequence[Placed], template: Template
) -> tuple[Setting, list[Problem]]:
    """All that the template asks for, asked; and the slots that name nothing."""
    below = _Below(actor, place)
    slots = list(_slots(placed, below, order.period))
    keys, misspelt = _keys(template, placed, slots)

    def ask(slot: Slot) -> Ask | None:
        key = keys.get(slot.name)
        return None if key is None else Ask(key, slot.at or place.code, asked_period(slot, order.period))

    def listed(name: str, most: int) -> Listing:
        return listing(name, actor, ListAsk(place.code, order.period, order.day, most))

    asks = [wanted for slot in slots if (wanted := ask(slot)) is not None]
    found: Mapping[Ask, Figure] = answers(actor, asks)
    members = partial(members_of, actor)
    sources = Sources(catalogue(), order.day, ask, found, members, below.units, listed, order.period)
    lines = {each.request: each.line for each in reversed(placed)}
    setting = Setting(sources, lambda request: f"{template.file} 第 {lines.get(request, template.line)} 行")
    return setting, misspelt


def _slots(placed: Iterable[Placed], below: _Below, period: Period) -> Iterable[Slot]:
    for each in placed:
        match each.request:
            case Slot():
                yield each.request
            case ActList() | ByHand():
                yield each.request.slot
            case Direction():
                yield from (each.request.slot, each.request.slot._replace(earlier=""))
            case Chart():
                units = [(unit.code, unit.name) for unit in below.units(each.request.level)]
                yield from (slot for _, slots in each.request.rows(period, units) for slot in slots)
            case UnitTable():
                columns = [slot for _, slot in each.request.columns]
                ranked = [Slot(each.request.order)] if each.request.order else []
                yield from columns
                for unit in below.units(each.request.level):
                    yield from (slot._replace(at=unit.code) for slot in (*columns, *ranked))


def _keys(
    template: Template, placed: Sequence[Placed], slots: Iterable[Slot]
) -> tuple[dict[str, str], list[Problem]]:
    """The key that each name means, and a problem for each name that means none."""
    known = Names.of(catalogue())
    lines = {name: each.line for each in reversed(placed) for name in names_in(each.request)}
    keys: dict[str, str] = {}
    problems: list[Problem] = []
    for name in dict.fromkeys(slot.name for slot in slots):
        try:
            keys[name] = known.key(name)
        except UnknownName as error:
            where = f"{template.file} 第 {lines.get(name, template.line)} 行"
            problems.append(Problem(where, f"目录里没有“{name}”", str(error)))
    return keys, problems


class _Below:
    """The units below the one that reports, each level read once."""

    def __init__(self, actor: Actor, place: UnitPlace) -> None:
        self._actor, self._place = actor, place
        self._levels: dict[str, Sequence[SubUnit]] = {}

    def units(self, level: str) -> Sequence[SubUnit]:
        """Those of a level (大队), or those right below where none is named.

        Raises:
            BrokenTemplate: there is no such level.
        """
        if level and level not in _LEVELS:
            raise BrokenTemplate(f"没有“{level}”这一级单位，可用的是{'、'.join(_LEVELS)}。")
        if level not in self._levels:
            found = units_of_level(self._actor, self._place, _LEVELS.get(level))
            self._levels[level] = [SubUnit(unit.code, unit.name) for unit in found]
        return self._levels[level]
