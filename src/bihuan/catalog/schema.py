"""The schema of a pack: what its YAML files may say, as strict typed values. No framework.

A pack is a folder. ``pack.yaml`` names it; every other ``*.yaml`` below it holds lists under the names of the
fields of `bihuan.catalog.pack_file.PackFile`. The loader joins packs into one `bihuan.catalog.catalogue.Catalogue`.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from bihuan.values.period import Period
from bihuan.values.quantity import Bound
from bihuan.values.unit_type import UnitType
from bihuan.values.window import Per

HEAD = "pack.yaml"
"""The file that names a pack."""

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=64)]
SeriesKey = Annotated[
    str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*(\[[a-z][a-z0-9_]*=[^\]\[]+\])?$")
]
Name = Annotated[str, StringConstraints(min_length=1, max_length=80)]

Times = Annotated[Decimal, Field(max_digits=15, allow_inf_nan=False)]


class Entry(BaseModel):
    """Every entry is frozen and refuses a word it does not know."""

    # Validators are built where an entry is read, not for each class alone when the program starts.
    model_config = ConfigDict(extra="forbid", frozen=True, strict=False, defer_build=True)


class Source(Entry):
    """Where a rule or a name comes from.

    ``verified`` is false where nobody has held the words against the text yet: pages show it.
    """

    document: Name
    clause: str = ""
    verified: bool = True


class FieldType(StrEnum):
    """What a field of a record holds.

    ``text`` is free words and therefore has no place in an ``act_only`` kind. ``reference`` is a short mark that
    identifies something (文号, 编号, 期号, a group's name; 60 characters at most), ``period`` a period in one of the
    forms of `bihuan.values.period.Period.parse`, ``unit`` the code or full name of a unit of the tree or of a body
    outside it, ``post`` the name of a post.
    """

    TEXT = "text"
    REFERENCE = "reference"
    PERIOD = "period"
    DAY = "day"
    NUMBER = "number"
    YES_NO = "yes_no"
    CHOICE = "choice"
    PERSON = "person"
    POST = "post"
    UNIT = "unit"


class Field_(Entry):  # noqa: N801 - pydantic owns the bare name
    """A field of a record.

    Attributes:
        choices: the allowed words, for a choice.
        list: the key of an open list: the organisation's own words are allowed beside ``choices``.
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
    (their number, or the sum of a field over them), and the latest reading taken up to that day. ``rate`` and
    ``total`` post nothing: they are worked out of other series, as a quotient and as a signed sum.
    """

    COUNT = "count"
    SUM = "sum"
    STOCK = "stock"
    READING = "reading"
    RATE = "rate"
    TOTAL = "total"

    @property
    def is_posted(self) -> bool:
        """Whether records post amounts to such a series; a rate and a total are worked out instead."""
        return self not in (Aggregation.RATE, Aggregation.TOTAL)


Wanted = str | bool | int | tuple[str | int, ...]


class Shift(StrEnum):
    """Which period an operand is asked for, seen from the period P of the whole figure.

    ``year_before`` is the same period of the year before (同期), ``before`` the period of the same length just
    before, ``last_year`` the whole calendar year before the one in which P ends (上年), ``to_date`` the days from
    1 January of that year to the last day of P (年初至今).
    """

    NONE = "none"
    YEAR_BEFORE = "year_before"
    BEFORE = "before"
    LAST_YEAR = "last_year"
    TO_DATE = "to_date"

    def of(self, period: Period) -> Period:
        """The period that the operand is asked for."""
        year = period.last.year
        match self:
            case Shift.NONE:
                return period
            case Shift.YEAR_BEFORE:
                return period.year_before()
            case Shift.BEFORE:
                return period.before()
            case Shift.LAST_YEAR:
                return Period.of_months(year - 1, 1, 12)
            case Shift.TO_DATE:
                return Period(date(year, 1, 1), period.last)


class Operand(Entry):
    """One series of a formula, perhaps of another period or with a sign. It is a posted or an offered one."""

    series: SeriesKey
    shift: Shift = Shift.NONE
    sign: Literal[1, -1] = 1


class Measure(Entry):
    """A number that a record of the kind carries.

    Attributes:
        field: the numeric field that is summed or read; the measure's own key where absent. A stock without one
            counts its entries. The field's unit converts to the measure's by their scales (人 to 万人).
        where: only records whose field has one of these values; the word ``set`` means 'filled in'.
        on_time: a day field and the day field that bounds it: only records where the first is filled in and not
            later than the second.
        distinct: count the distinct values of this field.
        dated_by: the day field that dates the posting, where that is not the day of the act; nothing is posted
            while it is empty. For a stock, the day from which the entry counts.
        years_later: only where the day of ``dated_by`` lies this many calendar years after the year of the act.
        days_between: two day fields: the amount is the days from the first to the second (the same day is 0).
        per: for a reading, the field whose values are read apart and added up (a township); the word ``unit`` reads
            each recording unit apart. Without it the latest single reading counts.
        numerator, denominator: the series of a rate; each side is added up with its signs. A rate in % is the
            quotient times 100.
        of: the series of a total.
        supporting: a part of a rate that the catalogue names only in words; not one of its 440 measures.
        decimals: decimal places kept; the smallest step is ten to the minus that of ``unit``.
        attested: the source documents that print such a figure.
        terms: other words for the same thing, for matching a claim.
    """

    key: Key
    name: Name
    unit: Annotated[str, StringConstraints(max_length=8)]
    aggregation: Aggregation
    also_units: tuple[str, ...] = ()
    field: Key | None = None
    where: dict[Key, Wanted] = Field(default_factory=dict)
    on_time: tuple[Key, Key] | None = None
    distinct: Key | None = None
    dated_by: Key | None = None
    years_later: int | None = Field(default=None, ge=0, le=9)
    days_between: tuple[Key, Key] | None = None
    per: Key | None = None
    numerator: tuple[Operand, ...] = ()
    denominator: tuple[Operand, ...] = ()
    of: tuple[Operand, ...] = ()
    supporting: bool = False
    decimals: int = Field(default=0, ge=0, le=8)
    attested: tuple[str, ...] = ()
    terms: tuple[Name, ...] = ()
    note: str = ""


class Quorum(Entry):
    """A meeting is quorate when ``present`` over ``due`` is at least (or, if ``more``, more than) ``share``.

    Without both numbers nobody can say so, and it does not count: the two fields are best ``required``.
    """

    present: Key
    due: Key
    share: Annotated[str, StringConstraints(pattern=r"^[1-9]/[1-9]$")]
    more: bool = False
    source: Source | None = None


class Frequency(Entry):
    """How often the source documents say an act happens; a duty entry makes it owed."""

    times: int | None
    per: Literal["month", "quarter", "half_year", "year", "node", "event", "regular"]
    bound: Bound | None
    who: Name
    act: Name
    basis: Literal["stated", "named", "regular"]
    sources: tuple[str, ...]


class Kind(Entry):
    """A type of act that can be recorded.

    Attributes:
        standing: an entry is in force from its day until its end day, if any (a register).
        act_only: only that the act took place, when, who ran it, totals and follow-up; no free text at all.
        restricted: records are visible only to the role named.
        day_field: which field is the record's own day (it is listed for its name and not stored twice).
        unit_field: which field is the record's own unit (it is listed for its name and not stored twice).
        until_field: which one is the day a register's entry ends: the last day on which it is in force.
        part_of: the kind whose record this one belongs to (an item of a meeting).
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
    unit_field: Key | None = None
    until_field: Key | None = None
    part_of: Key | None = None
    quorum: Quorum | None = None
    terms: dict[str, str] = Field(default_factory=dict)
    also_called: tuple[Name, ...] = ()
    sources: tuple[str, ...] = ()
    note: str = ""


class Theme(Entry):
    """A heading under which kinds and duties are shown."""

    key: Key
    name: Name


class OpenList(Entry):
    """A list that the documents leave open: the organisation fills it in, we never invent it."""

    key: Key
    name: Name
    note: str = ""
    expected: int | None = None
    choices: tuple[Name, ...] = ()
    sources: tuple[str, ...] = ()


class Filling(Entry):
    """The choices that an organisation gives to an open list, in a pack of its own."""

    list: Key
    choices: Annotated[tuple[Name, ...], Field(min_length=1)]


class Formula(Entry):
    """A sum of series, or a change against an earlier period, under a key of its own."""

    key: Key
    name: Name
    unit: str
    operation: Literal["sum", "difference", "rate", "change", "change_rate"]
    of: tuple[Operand, ...]
    overlapping: bool = False
    sources: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()


class Offered(Entry):
    """A number that a part works out and registers with the book; it is not posted."""

    key: SeriesKey
    name: Name
    unit: str
    decimals: int = Field(default=0, ge=0, le=8)
    note: str = ""


class OwedBy(Entry):
    """Who owes a duty: units of a type, or the holders of posts at them.

    Attributes:
        post: the name of the post, where each of its holders owes the duty.
        codes: only the units with these codes; all of the type where empty.
    """

    unit_type: UnitType
    post: str = ""
    codes: tuple[str, ...] = ()


class Duty(Entry):
    """A quota in a window with a counting rule. An amended rule is a new entry with the same key.

    Attributes:
        series: what meets it.
        times: the quota in the series' unit; None where the organisation has to set it (``regular``).
        grace: days after a window in which acts still make up for it (met late).
        force: the strength of the words: 一般, 至少 (应当), 必须.
        since, until: the days on which the rule holds; both in.
    """

    key: Key
    name: Name
    theme: Key
    owed_by: OwedBy
    series: SeriesKey
    times: Times | None
    per: Per
    bound: Bound = Bound.AT_LEAST
    grace: int = Field(default=0, ge=0, le=31)
    force: Literal["一般", "至少", "必须"]
    since: date = date(2000, 1, 1)
    until: date | None = None
    source: Source
    act: str = ""
    note: str = ""


class Quota(Entry):
    """The number an organisation sets for a duty whose rule leaves it open, in a pack of its own."""

    duty: Key
    times: Annotated[Times, Field(gt=0)]
    per: Per | None = None


class PackHead(Entry):
    """``pack.yaml``: what the pack is called and which packs it stands on."""

    key: Key
    name: Name
    version: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+(\.\d+)?$")]
    description: str
    needs: tuple[Key, ...] = ()
