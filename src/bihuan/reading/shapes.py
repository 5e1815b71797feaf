"""What a reading returns: claims, duties, the outline. Plain frozen values with offsets into the text."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from bihuan.values.period import Period
from bihuan.values.quantity import Bound

Number = int | Decimal


class ClaimKind(StrEnum):
    """What a claim's number states: a tally, a size, a share, or a quantity that is required."""

    COUNT = "count"
    AMOUNT = "amount"
    RATE = "rate"
    NORM = "norm"


@dataclass(frozen=True, slots=True)
class StatedPeriod:
    """The period the text gives a figure: its words, and its days where they can be known.

    ``days`` is None where the words need a reference period that the caller did not give (上半年, 去年).
    """

    words: str
    days: Period | None


@dataclass(frozen=True, slots=True)
class Claim:
    """A quantity that a document states: a number with its measure word, what is counted, and the verb.

    ``text`` is the slice of the document from ``start`` to ``end``. ``value`` is None where a digit is masked.
    ``value_to`` is the upper end of a range; ``raw_bound`` is ``at_most`` for an upper limit, else empty.
    ``section`` is the heading it stands under.
    """

    start: int
    end: int
    text: str
    value: Number | None
    unit: str
    bound: Bound
    masked: bool
    kind: ClaimKind
    subject: str
    action: str
    value_to: Number | None = None
    raw_bound: str = ""
    period: StatedPeriod | None = None
    section: str = ""

    def row(self) -> dict[str, object]:
        """The claim as ``bihuan read --json`` prints it."""
        row: dict[str, object] = {
            "start": self.start,
            "end": self.end,
            "text": self.text,
            "value": _json_number(self.value),
            "unit": self.unit,
            "bound": str(self.bound),
            "masked": self.masked,
            "kind": str(self.kind),
            "subject": self.subject,
            "action": self.action,
        }
        if self.value_to is not None:
            row["value_to"] = _json_number(self.value_to)
        if self.raw_bound:
            row["raw_bound"] = self.raw_bound
        if self.period is not None:
            row["period"] = _period_row(self.period)
        if self.section:
            row["section"] = self.section
        return row


@dataclass(frozen=True, slots=True)
class Duty:
    """A statement that somebody must do something, with a frequency or a deadline.

    ``per`` is month, quarter, half_year, year, once, or None for another frequency, whose words are ``raw_per``.
    ``due`` holds the words of a day; ``unit`` is given where ``times`` is not counted in 次; ``times_to`` is the
    upper end of a range.
    """

    start: int
    end: int
    text: str
    actor: str
    act: str
    times: Number
    per: str | None
    bound: Bound
    party: str = ""
    raw_per: str = ""
    due: str = ""
    unit: str = ""
    times_to: Number | None = None

    def row(self) -> dict[str, object]:
        """The duty as ``bihuan read --duties --json`` prints it."""
        row: dict[str, object] = {
            "start": self.start,
            "end": self.end,
            "text": self.text,
            "actor": self.actor,
            "act": self.act,
            "times": _json_number(self.times),
            "per": self.per,
            "bound": str(self.bound),
            "party": self.party,
        }
        optional = {"raw_per": self.raw_per, "due": self.due, "unit": self.unit}
        row |= {name: words for name, words in optional.items() if words}
        if self.times_to is not None:
            row["times_to"] = _json_number(self.times_to)
        return row


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its level (1 一、 2 （一） 3 1. 4 （1） 5 一是) and its words without the mark.

    A run-in heading (（一）带头学。 or 一是...) ends inside its paragraph.
    """

    start: int
    end: int
    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of the text: a paragraph or a sentence."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Outline:
    """How a document is laid out. Title, addressee, signature and date are None where it has none."""

    title: Stretch | None
    addressee: Stretch | None
    headings: tuple[Heading, ...]
    paragraphs: tuple[Stretch, ...]
    sentences: tuple[Stretch, ...]
    signature: Stretch | None
    date: Stretch | None


@dataclass(frozen=True, slots=True)
class Reading:
    """A document as read."""

    text: str
    outline: Outline
    claims: tuple[Claim, ...]
    duties: tuple[Duty, ...]


def _json_number(value: Number | None) -> int | float | None:
    if value is None or isinstance(value, int):
        return value
    return int(value) if value == value.to_integral_value() else float(value)


def _period_row(period: StatedPeriod) -> dict[str, str | None]:
    days = period.days
    return {
        "words": period.words,
        "first": days.first.isoformat() if days else None,
        "last": days.last.isoformat() if days else None,
    }
