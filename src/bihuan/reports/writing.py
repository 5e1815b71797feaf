"""Writing a report: the template's slots, one call to the book, the document. Nothing missing ever vanishes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bihuan.book.figures import figures
from bihuan.catalog.catalogue import Catalogue
from bihuan.catalog.loaded import catalogue
from bihuan.organisations.queries import UnitPlace, unit_for
from bihuan.reports.document import Document, Identity, Mention, Paragraph, Part, Run
from bihuan.reports.errors import BrokenTemplate, Gaps
from bihuan.reports.slots import Names, Slot, UnknownName, asked_period, written
from bihuan.reports.templates import PlacedSlot, Template, chunks, filled, slots_of, template_for
from bihuan.values.actor import Action, Actor
from bihuan.values.figure import Ask, Figure
from bihuan.values.period import Period, chinese_day
from bihuan.values.problem import Problem
from bihuan.values.unit_type import UnitType

_COMMITTEES = {
    UnitType.CORPS: "总队党委",
    UnitType.DETACHMENT: "支队党委",
    UnitType.BRIGADE: "大队党委",
    UnitType.BUREAU: "局党委",
}
_ABOVE = {UnitType.DETACHMENT: "总队党委", UnitType.BRIGADE: "支队党委", UnitType.BUREAU: "市委"}
_ADDRESSEE = "主送："


@dataclass(frozen=True)
class Order:
    """What is to be written.

    Attributes:
        template: the key of a template, or a file.
        unit: the code or name of the unit that reports.
        period: the days it reports on.
        day: the day under the signature.
        addressee: whom it goes to; "" for the committee above.
    """

    template: str
    unit: str
    period: Period
    day: date
    addressee: str = ""


def write_report(actor: Actor, order: Order) -> Document:
    """The report as a draft: every figure asked of the book in one call, and bound to its identity.

    Raises:
        UnknownTemplate, BrokenTemplate: there is no such template, or it cannot be filled in.
        Gaps: figures are missing or slots misspelt; every one is named.
        UnknownUnit, MayNot: the unit is not there, or the actor may not write for it.
    """
    return composed(actor, order, unit_for(actor, order.unit, Action.WRITE))


def composed(actor: Actor, order: Order, place: UnitPlace, number: str = "") -> Document:
    """The document of an order whose permission has been checked; see `write_report`."""
    template = template_for(order.template)
    words = _words(order, place)
    slots = slots_of(template, words)
    known = Names.of(catalogue())
    keys, problems = _keys(template, slots, known)
    if problems:
        raise Gaps(template.head.name, problems)
    answers = _answers(actor, order, place, slots, keys)
    shown: dict[str, bool] = {}

    def is_there(name: str) -> bool:
        figure = answers.get(Ask(keys[name], place.code, order.period)) if name in keys else None
        shown[name] = figure is not None and figure.is_entered and bool(figure.value)
        return shown[name]

    text, placed = filled(template, words, is_there)
    stated = [answers[_ask(slot, keys, order, place)] for slot in placed]
    problems = _gaps(catalogue(), template, slots, placed, stated)
    if problems:
        raise Gaps(template.head.name, problems)
    dropped = tuple(name for name, is_shown in shown.items() if not is_shown)
    return _document(actor, text, placed, stated, _Closing(words, number, dropped))


def _words(order: Order, place: UnitPlace) -> dict[str, str]:
    """The plain words of every template."""
    own = _COMMITTEES.get(place.type, "党委")
    return {
        "单位": place.name,
        "时段": order.period.name,
        "年": str(order.period.last.year),
        "自称": own,
        "主送": order.addressee or _ABOVE.get(place.type, "上级党委"),
        "落款": f"中共{place.name}委员会",
        "日期": chinese_day(order.day),
    }


def _keys(template: Template, slots: Sequence[PlacedSlot], known: Names) -> tuple[dict[str, str], list[Problem]]:
    keys: dict[str, str] = {}
    problems: list[Problem] = []
    for placed in slots:
        try:
            keys[placed.slot.name] = known.key(placed.slot.name)
        except UnknownName as error:
            place = f"{template.file} 第 {placed.line} 行"
            problems.append(Problem(place, f"目录里没有“{placed.slot.name}”", str(error)))
    return keys, problems


def _ask(slot: Slot, keys: Mapping[str, str], order: Order, place: UnitPlace) -> Ask:
    return Ask(keys[slot.name], place.code, asked_period(slot, order.period))


def _answers(
    actor: Actor, order: Order, place: UnitPlace, slots: Sequence[PlacedSlot], keys: Mapping[str, str]
) -> dict[Ask, Figure]:
    asks = list(dict.fromkeys(_ask(placed.slot, keys, order, place) for placed in slots))
    return dict(zip(asks, figures(actor, asks), strict=True))


def _gaps(
    packs: Catalogue,
    template: Template,
    slots: Sequence[PlacedSlot],
    placed: Sequence[Slot],
    stated: Sequence[Figure],
) -> list[Problem]:
    """Every shown slot whose figure has no entry, no value, or another kind of unit; each figure once."""
    lines = {placed_slot.slot: placed_slot.line for placed_slot in reversed(slots)}
    problems: dict[str, Problem] = {}
    for slot, figure in zip(placed, stated, strict=True):
        where = f"{template.file} 第 {lines.get(slot, template.line)} 行"
        period = figure.ask.period.name
        if figure.value is None or not figure.is_entered:
            kind = packs.kinds.get(figure.ask.key.partition(".")[0])
            mend = f"请先补录“{kind.name}”的记录" if kind else "请先补录它的记录"
            problem = Problem(where, f"“{figure.name}”（{slot.name}）{period}没有记录", mend)
        elif written(figure.value, figure.measure_unit, slot) is None:
            problem = Problem(where, f"“{figure.name}”的单位是{figure.measure_unit}，不能写成{slot.unit}", "请改单位")
        else:
            continue
        problems.setdefault(str(problem), problem)
    return list(problems.values())


@dataclass(frozen=True)
class _Closing:
    words: Mapping[str, str]
    number: str
    dropped: tuple[str, ...]


def _document(
    actor: Actor, text: str, slots: Sequence[Slot], stated: Sequence[Figure], closing: _Closing
) -> Document:
    numbers: dict[Ask, int] = {}
    for figure in stated:
        numbers.setdefault(figure.ask, len(numbers))
    index = {figure.ask: Identity.of(figure, actor.at) for figure in stated}
    mentions = tuple(_mention(numbers[figure.ask], slot, figure) for slot, figure in zip(slots, stated, strict=True))
    paragraphs = list(_paragraphs(text, mentions))
    paragraphs.append(Paragraph(Part.SIGNATURE, (Run(closing.words["落款"]),)))
    paragraphs.append(Paragraph(Part.DATE, (Run(closing.words["日期"]),)))
    title = next((p.text for p in paragraphs if p.part is Part.TITLE), "")
    if any(run.mention is not None for p in paragraphs if p.part is Part.TITLE for run in p.runs):
        raise BrokenTemplate("标题里不能放数据，请把它移到正文。")
    return Document(
        title, tuple(paragraphs), tuple(index[ask] for ask in numbers), mentions, closing.number, closing.dropped
    )


def _mention(number: int, slot: Slot, figure: Figure) -> Mention:
    """The figure as the slot writes it; gaps were named before, so that there is a value and the units fit."""
    words = written(figure.value, figure.measure_unit, slot) if figure.value is not None else None
    return Mention(number, words or figure.text)


def _paragraphs(text: str, mentions: Sequence[Mention]) -> Iterator[Paragraph]:
    """The paragraphs of the rendered Markdown: one for each line that is not blank."""
    for line in text.splitlines():
        words = line.strip()
        if not words:
            continue
        part, words = _part(words)
        runs = tuple(
            Run(mentions[piece].text, piece) if isinstance(piece, int) else Run(piece) for piece in chunks(words)
        )
        yield Paragraph(part, runs)


def _part(words: str) -> tuple[Part, str]:
    """What a line is, and its words without the Markdown mark."""
    if words.startswith(_ADDRESSEE):
        return Part.ADDRESSEE, f"{words.removeprefix(_ADDRESSEE)}："
    marks = re.match(r"(#{1,3}) +", words)
    if marks is None:
        return Part.BODY, words
    return (Part.TITLE, Part.HEADING, Part.SUBHEADING)[len(marks[1]) - 1], words[marks.end() :]
