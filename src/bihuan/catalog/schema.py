"""The schema of a pack: what its YAML files may say, as strict typed values. No framework.

A pack is a folder. ``pack.yaml`` names it; every other ``*.yaml`` below it holds lists under the names of the
fields of `PackFile`. The loader joins packs into one `bihuan.catalog.catalogue.Catalogue`.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from bihuan.values.quantity import Bound
from bihuan.values.unit_type import UnitType
from bihuan.values.window import Per

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=64)]
SeriesKey = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*(\[[a-z][a-z0-9_]*=[^\]\[]+\])?$")]
Name = Annotated[str, StringConstraints(min_length=1, max_length=80)]


class _Entry(BaseModel):
    """Every entry is frozen and refuses a word it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=False)


class Source(_Entry):
    """Where a rule or a name comes from.

    ``verified`` is false where nobody has held the words against the text yet: pages show it.
    """

    document: Name
    clause: str = ""
    verified: bool = True


class FieldType(StrEnum):
    """What a field of a record holds."""

    TEXT = "text"
    DAY = "day"
    NUMBER = "number"
    YES_NO = "yes_no"
    CHOICE = "choice"
    PERSON = "person"
    POST = "post"
    UNIT = "unit"


class Field_(_Entry):  # noqa: N801 - pydantic owns the bare name
    """A field of a record.

    Attributes:
        choices: the allowed words, for a choice; empty with ``list`` where the organisation keeps the list.
        list: the key of the open list that holds the choices.
        breakdown: whether every additive measure is also summed for each choice (the dims of the catalogue).
        measure_unit: the word after a number.
        decimals: how many places a number may have.
    """

    key: Key
    name: Name
    type: FieldType = FieldType.TEXT
    choices: tuple[Name, ...] = ()
    list: Key | None = None
    breakdown: bool = False
    required: bool = False
    measure_unit: str = ""
    decimals: int = Field(default=0, ge=0, le=6)
    hint: str = ""


class Aggregation(StrEnum):
    """How the records of a measure become one number.

    ``stock`` and ``reading`` are the catalogue's *last*: a register's entries in force on the period's last day
    (their number, or the sum of a field over them), and the latest reading taken up to that day.
    """

    COUNT = "count"
    SUM = "sum"
    STOCK = "stock"
    READING = "reading"
    RATE = "rate"


Wanted = str | bool | int | tuple[str | int, ...]


class Operand(_Entry):
    """One series of a formula, perhaps of an earlier period or with a sign."""

    series: SeriesKey
    shift: Literal["none", "year_before", "before"] = "none"
    sign: Literal[1, -1] = 1


class Measure(_Entry):
    """A number that a record of the kind carries.

    Attributes:
        field: the numeric field that is summed or read; the measure's own key where absent.
        where: only records whose field has one of these values; the word ``set`` means 'filled in'.
        distinct: count the distinct values of this field.
        dated_by: the day field that dates the posting, where that is not the day of the act.
        per: for a reading, the field whose values are read apart and added up (a township, a publication).
        numerator, denominator: the two series of a rate.
        supporting: a part of a rate that the catalogue names only in words; not one of its 440 measures.
        decimals: decimal places kept; the smallest step is ten to the minus that of ``unit``.
        terms: other words for the same thing, for matching a claim.
    """

    key: Key
    name: Name
    unit: Annotated[str, StringConstraints(max_length=8)]
    aggregation: Aggregation
    also_units: tuple[str, ...] = ()
    field: Key | None = None
    where: dict[Key, Wanted] = {}
    distinct: Key | None = None
    dated_by: Key | None = None
    per: Key | None = None
    numerator: tuple[Operand, ...] = ()
    denominator: tuple[Operand, ...] = ()
    supporting: bool = False
    decimals: int = Field(default=0, ge=0, le=8)
    attested: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    note: str = ""


class Quorum(_Entry):
    """A meeting is quorate when ``present`` over ``due`` is at least (or, if ``more``, more than) ``share``."""

    present: Key
    due: Key
    share: Annotated[str, StringConstraints(pattern=r"^[1-9]/[1-9]$")]
    more: bool = False
    source: Source | None = None


class Frequency(_Entry):
    """How often the source documents say an act happens; a duty entry makes it owed."""

    times: int | None
    per: Literal["month", "quarter", "half_year", "year", "node", "event", "regular"]
    bound: Bound | None
    who: Name
    act: Name
    basis: Literal["stated", "named", "regular"]
    sources: tuple[str, ...]


class Kind(_Entry):
    """A type of act that can be recorded.

    Attributes:
        standing: an entry is in force from its day until its end day, if any (a register).
        act_only: only that the act took place, when, who ran it, totals and follow-up; no free text at all.
        restricted: records are visible only to the role named.
        day_field: which of the catalogue's fields is the record's own day (it is not stored twice).
        until_field: which one is the day a register's entry ends.
        quorum: what makes a meeting count.
        terms: a term for each source document, and other names of the act.
    """

    key: Key
    name: Name
    theme: Key
    fields: tuple[Field_, ...] = ()
    measures: tuple[Measure, ...]
    frequency: tuple[Frequency, ...] = ()
    act_only: bool = False
    standing: bool = False
    restricted: Literal["", "discipline"] = ""
    day_field: Key | None = None
    until_field: Key | None = None
    part_of: Key | None = None
    quorum: Quorum | None = None
    terms: dict[str, str] = {}
    also_called: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


class Theme(_Entry):
    """A heading under which kinds and duties are shown."""

    key: Key
    name: Name


class OpenList(_Entry):
    """A list that the documents leave open: the organisation fills it in, we never invent it."""

    key: Key
    name: Name
    note: str = ""
    expected: int | None = None
    choices: tuple[Name, ...] = ()


class Formula(_Entry):
    """A sum of series, or a change against an earlier period, under a key of its own."""

    key: Key
    name: Name
    unit: str
    operation: Literal["sum", "difference", "rate", "change", "change_rate"]
    of: tuple[Operand, ...]
    overlapping: bool = False
    sources: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()


class Offered(_Entry):
    """A number that a part works out and registers with the book; it is not posted."""

    key: SeriesKey
    name: Name
    unit: str


class OwedBy(_Entry):
    """Who owes a duty: units of a type, or the holders of posts at them."""

    unit_type: UnitType
    post: str = ""
    codes: tuple[str, ...] = ()


class Duty(_Entry):
    """A quota in a window with a counting rule. An amended rule is a new entry with the same key.

    Attributes:
        series: what meets it.
        times: the quota in the series' unit; None where the organisation has to set it (``regular``).
        grace: days after a window in which acts still make up for it (met late).
        force: the strength of the words: 一般, 至少 (应当), 必须.
        since, until: the days on which the rule holds; both in.
        post: set where each holder of a post owes it.
    """

    key: Key
    name: Name
    theme: Key
    owed_by: OwedBy
    series: SeriesKey
    times: Decimal | None
    per: Per
    bound: Bound = Bound.AT_LEAST
    grace: int = Field(default=0, ge=0, le=31)
    force: Literal["一般", "至少", "必须"]
    since: date = date(2000, 1, 1)
    until: date | None = None
    source: Source
    act: str = ""
    note: str = ""


class DutyList(_Entry):
    """A duty list that the source documents name."""

    key: Key
    name: Name
    bearer: Name
    items: int | None
    categories: int | None = None
    act_only: bool = False
    sources: tuple[str, ...]
    record_kinds: tuple[Key, ...]


class AbsenceClaim(_Entry):
    """A claim that something did not happen."""

    key: Key
    name: Name
    measure: SeriesKey | None
    sources: tuple[str, ...]
    note: str = ""


class ConsistencyCheck(_Entry):
    """A check that the figures of one report must pass against each other."""

    key: Key
    rule: str
    measures: tuple[SeriesKey, ...]
    sources: tuple[str, ...]


class PackFile(_Entry):
    """What a YAML file of a pack may hold; every list may be absent."""

    themes: tuple[Theme, ...] = ()
    kinds: tuple[Kind, ...] = ()
    lists: tuple[OpenList, ...] = ()
    formulas: tuple[Formula, ...] = ()
    offered: tuple[Offered, ...] = ()
    duties: tuple[Duty, ...] = ()
    duty_lists: tuple[DutyList, ...] = ()
    absence_claims: tuple[AbsenceClaim, ...] = ()
    consistency_checks: tuple[ConsistencyCheck, ...] = ()


class PackHead(_Entry):
    """``pack.yaml``: what the pack is called and which packs it stands on."""

    key: Key
    name: Name
    version: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+(\.\d+)?$")]
    description: str
    needs: tuple[Key, ...] = ()
