"""A document: title, addressee, paragraphs of runs, each figure bound to its identity. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from fractions import Fraction

from bihuan.reports.charts.shapes import Plot
from bihuan.values.figure import Ask, Figure
from bihuan.values.period import Period


class Part(StrEnum):
    """What a paragraph is, which decides how it is set."""

    NOTICE = "notice"
    RED_HEAD = "red_head"
    NUMBER = "number"
    TITLE = "title"
    ADDRESSEE = "addressee"
    HEADING = "heading"
    SUBHEADING = "subheading"
    BODY = "body"
    TABLE = "table"
    CHART = "chart"
    ATTACHMENT = "attachment"
    SIGNATURE = "signature"
    DATE = "date"
    APPENDIX = "appendix"
    APPENDIX_NOTE = "appendix_note"
    COPIES = "copies"


@dataclass(frozen=True)
class Identity:
    """Which figure a mention states: enough to ask for it again, and to see whether it changed.

    Attributes:
        key: the series or formula.
        name: its Chinese name.
        unit: the code of the unit whose subtree it covers.
        period: as the command line writes it.
        as_of: the moment of which the book was asked, in ISO form.
        value: the exact value, as a fraction in the measure's unit: ``14``, ``5767/5``.
        measure_unit: the measure word.
        members: how many records it was summed from.
        digest: the figure's digest.
    """

    key: str
    name: str
    unit: str
    period: str
    as_of: str
    value: str
    measure_unit: str
    members: int
    digest: str

    @classmethod
    def of(cls, figure: Figure, as_of: datetime) -> Identity:
        """The identity of a figure that was asked for at the moment."""
        return cls(
            key=figure.ask.key,
            name=figure.name,
            unit=figure.ask.unit,
            period=str(figure.ask.period),
            as_of=as_of.isoformat(),
            value=str(figure.value),
            measure_unit=figure.measure_unit,
            members=figure.members,
            digest=figure.digest,
        )

    def ask(self, as_of: datetime | None) -> Ask:
        """The request for the same figure at a moment; None for now."""
        return Ask(self.key, self.unit, Period.parse(self.period), as_of)

    @property
    def exact(self) -> Fraction:
        """The value."""
        return Fraction(self.value)


@dataclass(frozen=True)
class Run:
    """A stretch of a paragraph's text.

    Attributes:
        text: its words.
        mention: the number of the mention that it is; None for anything else.
        row: the number of the words from the ledger that it is (a title in a list); None for anything else.
    """

    text: str
    mention: int | None = None
    row: int | None = None


@dataclass(frozen=True)
class Mention:
    """One place where a figure is stated.

    Attributes:
        figure: the number of its figure in the document's index.
        text: the words as they stand in the text: 60余次.
    """

    figure: int
    text: str


@dataclass(frozen=True)
class SlotSource:
    """A slot as its author writes it, with the mentions and rows that it came to: from the first, to before the last.

    A file that carries it can be read back into a draft.
    """

    text: str
    mention: int
    mention_end: int
    row: int
    row_end: int


@dataclass(frozen=True)
class Paragraph:
    """A paragraph and what it is."""

    part: Part
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        """Its words, figures included."""
        return "".join(run.text for run in self.runs)


Cell = tuple[Run, ...]


@dataclass(frozen=True)
class Table:
    """A table: its lines, each of cells, the first line the headings; ``is_small`` for the letters of an appendix."""

    lines: tuple[tuple[Cell, ...], ...]
    is_small: bool = False

    @property
    def part(self) -> Part:
        """What it is among the paragraphs."""
        return Part.TABLE

    @property
    def runs(self) -> tuple[Run, ...]:
        """Every run of every cell, in order."""
        return tuple(run for line in self.lines for cell in line for run in cell)

    @property
    def text(self) -> str:
        """Its words, a tab between cells."""
        return "\n".join("\t".join("".join(run.text for run in cell) for cell in line) for line in self.lines)


@dataclass(frozen=True)
class Plate:
    """A chart with its caption: a picture where the file can hold one, else a table of the same figures.

    Attributes:
        number: of the chart in the document, from 1.
        caption: the words under it.
        plot: what is drawn.
        cells: for each name of the plot the words of its marks, each bound to its mention; a dash for none.
    """

    number: int
    caption: str
    plot: Plot
    cells: tuple[Cell, ...]

    @property
    def part(self) -> Part:
        """What it is among the paragraphs."""
        return Part.CHART

    @property
    def runs(self) -> tuple[Run, ...]:
        """All of it in words, every figure a run of its own."""
        found = [Run(f"{self.caption}：")]
        for place, (name, cells) in enumerate(zip(self.plot.names, self.cells, strict=True)):
            for each, run in zip(self.plot.series, cells, strict=True):
                title = each.name if len(self.plot.series) > 1 else ""
                first = f"{'，' if place else ''}{name}" if each is self.plot.series[0] else "、"
                found += [Run(f"{first}{title}"), run]
        return tuple(found)

    @property
    def text(self) -> str:
        """Its words, figures included."""
        return "".join(run.text for run in self.runs)

    @property
    def said(self) -> str:
        """All of it in words with measure words, for those who do not see it."""
        return f"{self.caption}：{self.plot.said}。"

    @property
    def mentions(self) -> tuple[int, ...]:
        """The numbers of the mentions in it, in order."""
        return tuple(run.mention for cells in self.cells for run in cells if run.mention is not None)

    @property
    def table(self) -> Table:
        """The same figures as a table."""
        headings = [each.name or self.plot.measure for each in self.plot.series]
        lines = [
            ((Run(name),), *((run,) for run in cells))
            for name, cells in zip(self.plot.names, self.cells, strict=True)
        ]
        return Table((((Run("名称"),), *((Run(heading),) for heading in headings)), *lines))


Block = Paragraph | Table | Plate


@dataclass(frozen=True)
class Document:
    """A report as it stands on paper, with the index of its figures.

    Attributes:
        title: the words of the title.
        paragraphs: everything from the first line to the last, in order; tables stand among them.
        figures: the identity of each figure, once.
        mentions: every place where one is stated, in order.
        number: the number under which it was issued, "" for a draft.
        dropped: conditional parts that were left out, for the author to know.
        rows: words that were taken from the ledger as they stand: titles in lists, requirements.
        as_of: the moment of which the book was asked, in ISO form.
        blanks: cells of tables that hold a dash because no record stands behind them.
        slots: the slots that its figures and rows came of, in order.
        order: what was ordered, as `bihuan.reports.orders.Order.line` writes it.
    """

    title: str
    paragraphs: tuple[Block, ...]
    figures: tuple[Identity, ...]
    mentions: tuple[Mention, ...]
    number: str = ""
    dropped: tuple[str, ...] = field(default=())
    rows: tuple[str, ...] = ()
    as_of: str = ""
    blanks: tuple[str, ...] = ()
    slots: tuple[SlotSource, ...] = ()
    order: str = ""

    def line(self, part: Part) -> str:
        """The words of the first paragraph of this part; "" where there is none."""
        return next((each.text for each in self.paragraphs if each.part is part), "")

    @property
    def plates(self) -> tuple[Plate, ...]:
        """The charts in it, in order."""
        return tuple(each for each in self.paragraphs if isinstance(each, Plate))

    def stated(self) -> Iterator[tuple[Identity, Mention]]:
        """Each mention with the figure that it states."""
        for mention in self.mentions:
            yield self.figures[mention.figure], mention
