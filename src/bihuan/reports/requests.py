"""What a template may ask for beside a figure: tables by unit, lists of acts, registers, requirements. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from bihuan.reports.charts.requests import Chart
from bihuan.reports.slots import Slot

LINE = "\ue004"
"""Parts one row of a table from the next until the text is cut into lines; no document uses it."""
_MARKS = dict.fromkeys(range(0xE000, 0xE007))


@dataclass(frozen=True)
class UnitTable:
    """A table with a line for each unit below the one that reports, and a figure in each cell.

    Attributes:
        columns: heading (empty for the figure's own name) and slot of each.
        level: the Chinese word for the type of the units (大队); "" for those right below the reporting one.
        order: the name by whose figure the units are ranked, the highest first; "" for the order of the tree.
    """

    columns: tuple[tuple[str, Slot], ...]
    level: str = ""
    order: str = ""


@dataclass(frozen=True)
class ActList:
    """The acts behind a figure, by day.

    Attributes:
        slot: the figure.
        limit: how many are listed.
        inline: whether as a run of titles in the sentence, not as a table.
    """

    slot: Slot
    limit: int = 30
    inline: bool = False


@dataclass(frozen=True)
class Register:
    """A list that another part keeps.

    Attributes:
        name: what it is called.
        limit: how many rows are shown.
        columns: the headings that are shown; all where empty.
        empty: what is written where it has no row.
    """

    name: str
    limit: int = 60
    columns: tuple[str, ...] = ()
    empty: str = "无。"


@dataclass(frozen=True)
class Requirement:
    """How often a duty of the catalogue is owed: 每月至少1次."""

    duty: str


@dataclass(frozen=True)
class Direction:
    """增加, 减少 or 持平: a figure against the earlier period that its slot names."""

    slot: Slot


@dataclass(frozen=True)
class ByHand:
    """Words that an author typed over a figure, kept until he decides; the slot says which figure stood there."""

    words: str
    slot: Slot


Request = Slot | UnitTable | Chart | ActList | Register | Requirement | Direction | ByHand


def names_in(request: Request) -> tuple[str, ...]:
    """The names of figures that a request speaks of, as its author wrote them."""
    match request:
        case Slot():
            return (request.name,)
        case UnitTable():
            return (*(slot.name for _, slot in request.columns), request.order)
        case Chart():
            return tuple(slot.name for _, slot in request.series)
        case ActList() | Direction() | ByHand():
            return (request.slot.name,)
        case Register() | Requirement():
            return ()


@dataclass(frozen=True)
class Ranked:
    """The places that units take, the highest value first; equal values share one, and who has none takes none."""

    places: tuple[tuple[str, int | None], ...] = field(default=())

    @classmethod
    def of(cls, values: Iterable[tuple[str, Fraction | None]]) -> Ranked:
        """The ranking of the units with these values."""
        held = list(values)
        known = sorted(((unit, value) for unit, value in held if value is not None), key=lambda each: -each[1])
        found: list[tuple[str, int | None]] = []
        for number, (unit, value) in enumerate(known):
            is_equal = number > 0 and known[number - 1][1] == value
            found.append((unit, found[-1][1] if is_equal else number + 1))
        return cls((*found, *((unit, None) for unit, value in held if value is None)))


def table_text(rows: Sequence[Sequence[str]]) -> str:
    """The rows, the first of them the headings, as one Markdown line each."""
    return LINE + LINE.join(f"| {' | '.join(row)} |" for row in rows) + LINE


def clean(text: str, longest: int = 120) -> str:
    """Words from the ledger, made safe for a cell: on one line, no table mark, not longer than a property may be."""
    words = " ".join(text.translate(_MARKS).replace("|", "／").split())
    return words if len(words) <= longest else f"{words[: longest - 1]}…"


_SLOT_WORDS = {"unit": "单位", "rounded": "约数", "spelt": "汉字", "bare": "只写数字", "earlier": "比"}


def source_of(request: Request) -> str:
    """The request as an author writes it in a template; for a draft, whose words are set and whose figures live."""
    match request:
        case Slot():
            return _call("数据", request.name, _options(request))
        case UnitTable():
            columns = {heading or slot.name: slot.name for heading, slot in request.columns}
            how = {"列": columns, "级别": request.level, "排序": request.order}
            return _call("单位表", None, {name: value for name, value in how.items() if value})
        case ActList():
            how_many = {} if request.limit == ActList.limit else {"最多": request.limit}
            return _call("事项" if request.inline else "事项表", request.slot.name, how_many)
        case Register():
            kept = {"最多": request.limit, "列": list(request.columns), "空": request.empty}
            return _call("清单", request.name, {name: value for name, value in kept.items() if value})
        case Requirement():
            return _call("要求", request.duty, {})
        case _:
            return _rarer_source(request)


def _rarer_source(request: Direction | ByHand | Chart) -> str:
    if isinstance(request, Chart):
        return _call("图", request.title, {"": request.names, **request.options})
    if isinstance(request, Direction):
        return _call("升降", request.slot.name, {"比": request.slot.earlier})
    return _call("手改", request.words, {"原为": request.slot.name} | _options(request.slot))


def _options(slot: Slot) -> dict[str, object]:
    return {word: getattr(slot, name) for name, word in _SLOT_WORDS.items() if getattr(slot, name)}


def _call(function: str, name: str | None, options: Mapping[str, object]) -> str:
    told = [_written(name)] if name is not None else []
    told += [f"{option}={_written(value)}" if option else _written(value) for option, value in options.items()]
    return f"{{{{ {function}({', '.join(told)}) }}}}"


def _written(value: object) -> str:
    return "True" if value is True else json.dumps(value, ensure_ascii=False)
