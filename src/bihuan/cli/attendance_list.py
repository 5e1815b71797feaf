"""Who took part in a committee's meeting, as a list for its minutes: what they did, name and post, nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bihuan.catalog.loaded import catalogue
from bihuan.organisations.posts_held import posts_held
from bihuan.organisations.queries import unit_coded
from bihuan.records.act import AttendeeRole
from bihuan.records.act import State as ActState
from bihuan.records.queries import Page, Participant, RecordLine, Search, record_for, records
from bihuan.reports.listings import ListAsk, Listing
from bihuan.values.actor import Actor

NAME = "党委会参会人员"
_KIND = "party_committee_meeting"
_COLUMNS = ("参会", "姓名", "职务")
_MOST = 50
_ORDER = tuple(AttendeeRole)


def attendance(actor: Actor, ask: ListAsk) -> Listing:
    """Those who took part in the committee's meetings of the period; empty where the kind names nobody.

    A kind that is restricted, or keeps the act only, names nobody in a document, whatever its records hold.
    """
    kind = catalogue().kinds.get(_KIND)
    if kind is None or kind.restricted or kind.act_only:
        return Listing(_COLUMNS, ())
    wanted = Search(unit=ask.unit, kind=_KIND, period=ask.period, state=ActState.HELD)
    meetings = _of_the_highest(records(actor, wanted, Page(size=_MOST)).lines)
    people = [person for meeting in meetings for person in record_for(actor, meeting.number).people]
    posts = posts_held([person.code for person in people], ask.period.last)
    # Whoever did several things in a meeting is named once, by the first of them.
    ordered = {person.code: person for person in sorted(people, key=_rank, reverse=True)}
    rows = [
        (person.role.label, person.name, "、".join(posts.get(person.code, ())))
        for person in sorted(ordered.values(), key=_rank)
    ]
    return Listing(_COLUMNS, tuple(rows))


def _rank(person: Participant) -> int:
    return _ORDER.index(person.role)


def _of_the_highest(lines: Sequence[RecordLine]) -> Iterator[RecordLine]:
    """The meetings of the highest committee among them: the minutes are its own, not those of the ones below."""
    places = unit_coded([line.unit for line in lines])
    lengths = {code: len(place.path) for code, place in places.items()}
    top = min(lengths.values(), default=0)
    return (line for line in lines if lengths.get(line.unit) == top)
