"""Proofs: the sources behind a figure, page by page, each with unit, day, title and evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from bihuan.book.errors import Restricted
from bihuan.book.figures import figures, units_asked, wants_of
from bihuan.book.methods import Method, Want
from bihuan.book.registry import Description, described
from bihuan.book.sums import ASK, LATEST_READINGS, WHERE_IT_HAPPENED, WHERE_IT_STANDS, ask_row, asking
from bihuan.catalog.catalogue import Catalogue
from bihuan.catalog.loaded import catalogue
from bihuan.catalog.series import SeriesDefinition
from bihuan.organisations.queries import UnitPlace, units_numbered
from bihuan.values.actor import Action, Actor
from bihuan.values.figure import Ask, Figure, Member, Proof
from bihuan.values.quantity import from_steps

_BY_SOURCE = (
    "SELECT p.origin AS origin, p.source AS source, p.unit_id AS unit_id, MIN(p.happened) AS day,"
    " SUM(p.amount) AS amount{rows} GROUP BY p.origin, p.source, p.unit_id HAVING SUM(p.sense) > 0"
)
_MEMBERS = {
    Method.ADDED: _BY_SOURCE.format(rows=WHERE_IT_HAPPENED),
    Method.DISTINCT: _BY_SOURCE.format(rows=WHERE_IT_HAPPENED),
    Method.STANDING: _BY_SOURCE.format(rows=WHERE_IT_STANDS),
    Method.STANDING_DISTINCT: _BY_SOURCE.format(rows=WHERE_IT_STANDS),
    Method.LATEST: (
        f"SELECT origin, source, unit_id, happened AS day, amount FROM ({LATEST_READINGS}) AS ranked WHERE place = 1"
    ),
}


@dataclass(frozen=True)
class _Source:
    """A source behind a figure as the book knows it: by number."""

    origin: str
    number: int
    unit: int
    day: date
    amount: int


def proof(actor: Actor, ask: Ask, page: int = 1, size: int = 50) -> Proof:
    """The figure with one page of its members, in the order of their days; a source that was taken back is none.

    A figure that was worked out has no members of its own: its parts have, each with its own page.

    Args:
        actor: who asks.
        ask: for which figure; with a moment in the past, the members that were known then.
        page: which page, from 1.
        size: members a page.

    Raises:
        Restricted: the records behind it are open to one role only, which the actor has not.
        UnknownKey, UnknownUnit, MayNot, NotOffered: as for `bihuan.book.figures.figures`.
    """
    return proof_of(actor, figures(actor, [ask])[0], page, size)


def proof_of(actor: Actor, figure: Figure, page: int = 1, size: int = 50) -> Proof:
    """The same for a figure that was asked for before.

    Raises:
        Restricted: the records behind it are open to one role only, which the actor has not.
    """
    if figure.parts:
        parts = tuple(proof_of(actor, part, page, size) for part in figure.parts)
        return Proof(figure, (), 0, page, parts)
    page, want = max(page, 1), _want_behind(actor, figure)
    if want is None:
        return Proof(figure, (), 0, page)
    sources = _page(want, page, size)
    # A page that is not full is the last one, so that nobody has to count.
    is_last = 0 < len(sources) < size or (page == 1 and not sources)
    total = (page - 1) * size + len(sources) if is_last else _count(want)
    return Proof(figure, _described(sources, catalogue().series(figure.ask.key)), total, page)


def members_of(actor: Actor, figure: Figure, count: int) -> tuple[Member, ...]:
    """The first members of a figure that was asked for before; one that was worked out has none of its own.

    Raises:
        Restricted: the records behind it are open to one role only, which the actor has not.
    """
    want = _want_behind(actor, figure)
    return () if want is None else _described(_page(want, 1, count), catalogue().series(figure.ask.key))


def _want_behind(actor: Actor, figure: Figure) -> Want | None:
    """What was summed for the figure; None where it was worked out or nothing was ever posted."""
    packs = catalogue()
    if figure.parts or packs.series(figure.ask.key).offered:
        return None
    units = units_asked(actor, [figure.ask.unit])
    _require_open(actor, packs, packs.series(figure.ask.key), units[figure.ask.unit])
    return wants_of(packs, units, [figure.ask])[0]


def _require_open(actor: Actor, packs: Catalogue, series: SeriesDefinition, place: UnitPlace) -> None:
    restricted = packs.kind(series.kind).restricted
    if restricted and not actor.may(Action.DISCIPLINE, place.path):
        raise Restricted(f"“{series.name}”的记录只对纪检员开放，请联系纪检部门查阅依据。")


def _page(want: Want, page: int, size: int) -> list[_Source]:
    order = f"{_MEMBERS[want.method]} ORDER BY day, origin, source LIMIT %s OFFSET %s"
    sql, values = asking(ASK, [ask_row(0, want, want.period)], order)
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values, size, (page - 1) * size])
        # SQLite hands an aggregated day over as text, PostgreSQL as a date.
        return [
            _Source(origin, source, unit, date.fromisoformat(str(day)), int(amount))
            for origin, source, unit, day, amount in cursor.fetchall()
        ]


def _count(want: Want) -> int:
    inner = f"SELECT COUNT(*) FROM ({_MEMBERS[want.method]}) AS members"
    with connection.cursor() as cursor:
        cursor.execute(*asking(ASK, [ask_row(0, want, want.period)], inner))
        return int(cursor.fetchone()[0])


def _described(sources: Sequence[_Source], series: SeriesDefinition) -> tuple[Member, ...]:
    units = units_numbered(sorted({source.unit for source in sources}))
    words = _descriptions(sources)
    return tuple(
        Member(
            origin=source.origin,
            source=source.number,
            unit=units[source.unit].code,
            unit_name=units[source.unit].name,
            day=source.day,
            amount=from_steps(source.amount, series.decimals),
            title=words[source].title,
            evidence=words[source].evidence,
        )
        for source in sources
    )


def _descriptions(sources: Sequence[_Source]) -> Mapping[_Source, Description]:
    """What each source is called, asked once of each origin."""
    found: dict[_Source, Description] = {}
    for origin in sorted({source.origin for source in sources}):
        some = [source for source in sources if source.origin == origin]
        words = described(origin, [source.number for source in some])
        found |= {source: words.get(source.number, Description("")) for source in some}
    return found
