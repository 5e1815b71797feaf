"""One self-contained page of a reading: the document with its claims and duties marked, and tables beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from jinja2 import Environment, PackageLoader, StrictUndefined

from bihuan.reading.labels import BOUND_NAMES, KIND_NAMES, PER_NAMES, Tally, number_words, tallies
from bihuan.reading.outline import RUN_IN
from bihuan.reading.shapes import Claim, Duty, Reading, Stretch


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of the text inside one claim, one duty, both or neither; the numbers are those of the tables."""

    text: str
    claim: Claim | None
    claim_number: int
    duty_number: int
    begins_duty: bool


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph as the page shows it: its role (title, h1 to h4, text ...) and its pieces."""

    role: str
    pieces: tuple[Piece, ...]


def page_of(reading: Reading, name: str) -> str:
    """The page as HTML text, with nothing to fetch from outside."""
    environment = Environment(
        loader=PackageLoader("bihuan.reading", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    outline = reading.outline
    title = reading.text[outline.title.start : outline.title.end] if outline.title else name
    return environment.get_template("page.html").render(
        name=name,
        title=" ".join(title.split()),
        blocks=tuple(_blocks(reading)),
        claims=reading.claims,
        duties=reading.duties,
        tallies=tallies(reading),
        total=Tally.of("合计", reading.claims, len(reading.duties)),
        kind_names=KIND_NAMES,
        bound_names=BOUND_NAMES,
        per_names=PER_NAMES,
        number_words=number_words,
    )


def _blocks(reading: Reading) -> Iterator[Block]:
    roles = _roles(reading)
    claims, duties = list(enumerate(reading.claims, 1)), list(enumerate(reading.duties, 1))
    first_claim = first_duty = 0
    for paragraph in reading.outline.paragraphs:
        inside_claims, inside_duties = [], []
        while first_claim < len(claims) and claims[first_claim][1].start < paragraph.end:
            inside_claims.append(claims[first_claim])
            first_claim += 1
        while first_duty < len(duties) and duties[first_duty][1].start < paragraph.end:
            inside_duties.append(duties[first_duty])
            first_duty += 1
        pieces = tuple(_pieces(reading.text, paragraph, inside_claims, inside_duties))
        yield Block(roles.get(paragraph.start, "text"), pieces)


def _roles(reading: Reading) -> dict[int, str]:
    """The role of each paragraph that is not plain text, by where it begins."""
    outline = reading.outline
    roles = {}
    for paragraph in outline.paragraphs:
        for heading in outline.headings:
            alone = heading.level < RUN_IN and paragraph.start <= heading.start and heading.end >= paragraph.end - 1
            if alone and heading.start < paragraph.end:
                roles[paragraph.start] = f"h{heading.level}"
        if outline.title and outline.title.start <= paragraph.start < outline.title.end:
            roles[paragraph.start] = "title"
    single = {"addressee": outline.addressee, "signature": outline.signature, "date": outline.date}
    return roles | {stretch.start: role for role, stretch in single.items() if stretch is not None}


def _pieces(
    text: str, paragraph: Stretch, claims: list[tuple[int, Claim]], duties: list[tuple[int, Duty]]
) -> Iterator[Piece]:
    """The paragraph cut wherever a claim or a duty begins or ends."""
    edges = {paragraph.start, paragraph.end}
    spans = [(claim.start, claim.end) for _, claim in claims] + [(duty.start, duty.end) for _, duty in duties]
    edges |= {edge for start, end in spans for edge in (start, min(end, paragraph.end))}
    ordered = sorted(edges)
    for start, end in pairwise(ordered):
        claim = next(((number, each) for number, each in claims if each.start <= start < each.end), None)
        duty = next(((number, each) for number, each in duties if each.start <= start < each.end), None)
        yield Piece(
            text=text[start:end],
            claim=claim[1] if claim else None,
            claim_number=claim[0] if claim else 0,
            duty_number=duty[0] if duty else 0,
            begins_duty=duty is not None and duty[1].start == start,
        )
