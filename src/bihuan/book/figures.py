"""Figures: many asks answered by few statements, each with its definition, members, parts and notes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bihuan.book.definitions import Working, definition_of, definition_text
from bihuan.book.methods import Want, method_of, read_apart
from bihuan.book.registry import Offer, Offering, attested, offering
from bihuan.book.series import numbers_told
from bihuan.book.sums import Sum, sums
from bihuan.book.workings import operand_ask, worked_out
from bihuan.catalog.catalogue import Catalogue
from bihuan.catalog.loaded import catalogue
from bihuan.catalog.series import SeriesDefinition
from bihuan.organisations.queries import UnitPlace, require, unit_coded, unit_for
from bihuan.values.actor import Action, Actor
from bihuan.values.figure import Ask, Figure
from bihuan.values.quantity import from_steps

_NOTHING: Sum = (0, 0, 0)


def figures(actor: Actor, asks: Sequence[Ask]) -> list[Figure]:
    """The figure of each ask, in their order; the number of statements does not grow with the number of asks.

    Raises:
        UnknownKey: a key names no series and no formula.
        UnknownUnit, AmbiguousUnit: a unit is not there, or the actor may not know of it.
        MayNot: the actor may not see a unit.
        NotOffered: a number that a part should work out is worked out by none.
    """
    packs = catalogue()
    meanings = {key: definition_of(packs, key) for key in {ask.key for ask in asks}}
    units = units_asked(actor, {ask.unit for ask in asks})
    single = _single(actor, packs, units, _leaves(asks, meanings))
    return [_figure(ask, meanings[ask.key], single) for ask in asks]


def units_asked(actor: Actor, names: Iterable[str]) -> dict[str, UnitPlace]:
    """The units with these codes or full names, by what they were called in the ask.

    Raises:
        UnknownUnit, AmbiguousUnit: a unit is not there, or the actor may not know of it.
        MayNot: the actor may not see a unit.
    """
    wanted = sorted(set(names))
    found: dict[str, UnitPlace] = {}
    for begin in range(0, len(wanted), 500):
        found |= unit_coded(wanted[begin : begin + 500])
    for place in found.values():
        require(actor, Action.SEE, place)
    return {name: found.get(name) or unit_for(actor, name) for name in wanted}


def wants_of(packs: Catalogue, units: Mapping[str, UnitPlace], asks: Sequence[Ask]) -> list[Want | None]:
    """What has to be summed for each ask of a posted series; None where nothing was ever posted to the series."""
    numbers = numbers_told(ask.key for ask in asks)
    wants: list[Want | None] = []
    for ask in asks:
        series = packs.series(ask.key)
        number = numbers.get(ask.key)
        unit = units[ask.unit].number
        how = (method_of(series), read_apart(series))
        wants.append(None if number is None else Want(number, unit, ask.period, *how, ask.own, ask.as_of))
    return wants


def _leaves(asks: Sequence[Ask], meanings: Mapping[str, SeriesDefinition | Working]) -> list[Ask]:
    """The asks of single series that everything is worked out of, each once."""
    found: dict[Ask, None] = {}
    for ask in asks:
        meaning = meanings[ask.key]
        if isinstance(meaning, Working):
            found.update((operand_ask(ask, operand), None) for operand in (*meaning.left, *meaning.right))
        else:
            found[ask] = None
    return list(found)


def _single(
    actor: Actor, packs: Catalogue, units: Mapping[str, UnitPlace], leaves: Sequence[Ask]
) -> dict[Ask, Figure]:
    """The figures of single series, posted or offered."""
    offered = [ask for ask in leaves if packs.series(ask.key).offered]
    posted = [ask for ask in leaves if not packs.series(ask.key).offered]
    found = _posted(packs, units, posted)
    together: dict[Offering, list[Ask]] = {}
    for ask in offered:
        # Numbers that one function works out are asked of it at once, whatever they are called.
        together.setdefault(offering(ask.key), []).append(ask)
    for function, some in together.items():
        for ask, offer in zip(some, function(actor, some), strict=True):
            found[ask] = _of_offer(ask, packs.series(ask.key), offer)
    return found


def _of_offer(ask: Ask, series: SeriesDefinition, offer: Offer) -> Figure:
    return Figure(
        ask=ask,
        name=series.name,
        measure_unit=series.unit,
        value=offer.value,
        members=offer.members,
        marks=offer.marks,
        definition=definition_text(series),
        parts=offer.parts,
        notes=offer.notes,
        attested=offer.attested,
    )


def _posted(packs: Catalogue, units: Mapping[str, UnitPlace], asks: Sequence[Ask]) -> dict[Ask, Figure]:
    wants = wants_of(packs, units, asks)
    totals = iter(sums([want for want in wants if want is not None]))
    answers = [next(totals) if want is not None else _NOTHING for want in wants]
    zeros = [(ask, units[ask.unit].path) for ask, answer in zip(asks, answers, strict=True) if answer == _NOTHING]
    known = attested(zeros)
    found: dict[Ask, Figure] = {}
    for ask, (amount, members, marks) in zip(asks, answers, strict=True):
        series = packs.series(ask.key)
        words = known.get(ask, "")
        found[ask] = Figure(
            ask=ask,
            name=series.name,
            measure_unit=series.unit,
            value=from_steps(amount, series.decimals),
            members=members,
            marks=marks,
            definition=definition_text(series),
            notes=(words,) if words else (),
            attested=words,
        )
    return found


def _figure(ask: Ask, meaning: SeriesDefinition | Working, single: Mapping[Ask, Figure]) -> Figure:
    return worked_out(ask, meaning, single) if isinstance(meaning, Working) else single[ask]
