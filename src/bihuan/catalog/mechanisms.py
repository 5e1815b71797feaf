"""What the source documents describe beside acts and duties: lists, claims, checks, loops, assessments, genres.

Carried as data so that nothing of the catalogue is lost; the parts that bring them to life read them from here.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from bihuan.catalog.schema import Entry, Key, Name, SeriesKey


class SourceDocument(Entry):
    """One of the documents that the catalogue was read from."""

    id: Annotated[str, StringConstraints(pattern=r"^[0-9a-z]{3,16}$")]
    genre: Key
    issuer: Name
    addressee: Name
    period: Name
    digits: Name


class DutyList(Entry):
    """A duty list that the source documents name."""

    key: Key
    name: Name
    bearer: Name
    items: int | None
    categories: int | None = None
    act_only: bool = False
    sources: tuple[str, ...]
    record_kinds: tuple[Key, ...]


class AbsenceClaim(Entry):
    """A claim that something did not happen."""

    key: Key
    name: Name
    measure: SeriesKey | None
    sources: tuple[str, ...]
    note: str = ""


class ConsistencyCheck(Entry):
    """A check that the figures of one report must pass against each other."""

    key: Key
    rule: str
    measures: tuple[SeriesKey, ...]
    sources: tuple[str, ...]


class ClosedLoop(Entry):
    """Steps that lead back to their beginning; ``inferred`` where we put them in order and no document does."""

    key: Key
    name: Name
    basis: Literal["stated", "inferred"]
    steps: Annotated[tuple[Name, ...], Field(min_length=2)]
    act_only: bool = False
    sources: tuple[str, ...]


class ParallelMechanism(Entry):
    """Several things done side by side under one name, in no order."""

    key: Key
    name: Name
    parts: Annotated[tuple[Name, ...], Field(min_length=2)]
    sources: tuple[str, ...]


class AssessmentOutline(Entry):
    """An assessment that the documents name: who is assessed on what; the scheme with its lines comes later."""

    key: Key
    name: Name
    who: Name
    inputs: tuple[Name, ...]
    steps: tuple[Name, ...]
    outcomes: tuple[Name, ...]
    act_only: bool = False
    note: str = ""
    sources: tuple[str, ...]


class ReportGenre(Entry):
    """A type of report, its voice and its sections."""

    key: Key
    name: Name
    voice: Name
    sections: tuple[Name, ...]
    figures_density: Name
    sources: tuple[str, ...]
