"""Reading the rows of an import: each becomes an act that may be written, or its problems, cell by cell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from bihuan.catalog.schema import Field_, FieldType
from bihuan.organisations.queries import UnitPlace
from bihuan.records.act import Act, Attendee, AttendeeRole, State, Value
from bihuan.records.cells import Flaw, Raw, plain, read_day, read_value, read_words
from bihuan.records.columns import Column, Own
from bihuan.records.entry_rules import LONGEST_TITLE, Setting
from bihuan.records.lateness import falls_in
from bihuan.records.places import Places
from bihuan.records.preparation import KindRules, Prepared
from bihuan.records.roster import Roster
from bihuan.records.tables import Row, letters
from bihuan.values.period import Period
from bihuan.values.problem import Problem

_STATES = {word: state for state in State for word in (state.value, state.label)}
_BETWEEN_PEOPLE = re.compile(r"[、,，;；\n]+")
_WORDS = frozenset({FieldType.TEXT, FieldType.REFERENCE})
_UNREAD = object()
_MOST_REMEMBERED = 2_000
"""Cells that a column remembers: all units and choices there are, while titles, each once, soon stop filling it."""


@dataclass(slots=True)
class _Cells:
    """What a row said, column by column."""

    happened: date | None = None
    place: UnitPlace | None = None
    title: str = ""
    state: State = State.HELD
    until: date | None = None
    values: dict[str, Value] = field(default_factory=dict)
    people: list[Attendee] = field(default_factory=list)
    flaws: list[tuple[str, Flaw]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Slot:
    """A column as the loop over the cells needs it.

    Attributes:
        key: the field, or the name in `_Cells` of what is the act's own.
        remembered: what cells of this column were read as; None for words, which are read faster than found again.
    """

    column: Column
    index: int
    key: str
    is_field: bool
    remembered: dict[tuple[type, Raw], object] | None

    @classmethod
    def of(cls, column: Column) -> _Slot:
        target = column.target
        is_field = isinstance(target, Field_)
        key = target.key if isinstance(target, Field_) else str(target.value)
        is_words = target is Own.TITLE or (isinstance(target, Field_) and target.type in _WORDS)
        return cls(column, column.index, key, is_field, None if is_words else {})


@dataclass(slots=True)
class RowReader:
    """Reads the rows of one file.

    The same words come again in many rows, so each column remembers what it has read; the readers themselves are
    those of every other way in.

    Attributes:
        rules: of the kind that is imported.
        columns: what stands where.
        places: the units that may be named.
        default: the unit of a row that names none.
        today: the day of the import.
        sealed: the periods whose books are closed.
        headed: the columns that have a head, those that are passed over included.
        first_column: how many empty columns stand left of the cells.
    """

    rules: KindRules
    columns: Sequence[Column]
    places: Places
    default: UnitPlace
    today: date
    sealed: Sequence[Period]
    headed: frozenset[int]
    first_column: int = 0
    roster: Roster = field(default_factory=Roster)
    _settings: dict[int, Setting] = field(default_factory=dict)
    _slots: tuple[_Slot, ...] = ()
    _all_headed: int = 0
    _letters: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._slots = tuple(_Slot.of(column) for column in self.columns)
        self._letters = {slot.key: slot.column.letter for slot in self._slots}
        # A row that is no longer than the columns that have a head, side by side from the first, leaves none over.
        while self._all_headed in self.headed:
            self._all_headed += 1

    def prepared(self, row: Row) -> Prepared | list[Problem]:
        """The act of a row, or everything that is wrong with it, each with its place in the file."""
        cells = self._read(row)
        if cells.happened is None:
            if not any(letter == self._letters[Own.HAPPENED] for letter, _ in cells.flaws):
                cells.flaws.append((self._letters[Own.HAPPENED], Flaw("happened", "没有填日期", "请写成 2023-06-05")))
            return _problems(row, cells.flaws)
        place = cells.place or self.default
        rules = self.rules
        fields = self.roster.with_codes(rules.naming, cells.values) if rules.naming else cells.values
        title = rules.title(cells.title, fields)
        act = Act(rules.kind.key, place.code, cells.happened, title, cells.state, cells.until, fields)
        flaws = rules.entry.flaws(act, self._setting(place))
        people, unknown = self.roster.attending(tuple(cells.people)) if cells.people else ([], [])
        lines, beyond = ((), []) if flaws or cells.flaws else rules.posted(act)
        if flaws or unknown or beyond or cells.flaws:
            unread = {flaw.key for _, flaw in cells.flaws}
            found = [*(flaw for flaw in flaws if flaw.key not in unread), *unknown, *beyond]
            return _problems(row, [*cells.flaws, *((self._letters.get(flaw.key, ""), flaw) for flaw in found)])
        return Prepared(
            act=act,
            place=place,
            path=self.places.path_on(place, act.happened),
            lines=lines,
            delay=rules.delay(act, self.today),
            after_seal=falls_in(self.sealed, act.happened),
            people=tuple(people),
        )

    def _read(self, row: Row) -> _Cells:
        cells, given = _Cells(), row.cells
        width = len(given)
        for slot in self._slots:
            raw = given[slot.index] if slot.index < width else ""
            if raw == "" or raw is None:
                continue
            value = self._value(slot.column, raw) if slot.remembered is None else self._recalled(slot, raw)
            if value.__class__ is Flaw:
                cells.flaws.append((slot.column.letter, value))
            elif slot.is_field:
                if value is not None:
                    cells.values[slot.key] = value  # type: ignore[assignment]
            else:
                _put(cells, slot.key, value)
        if width > self._all_headed:
            self._beyond(row, cells)
        return cells

    def _recalled(self, slot: _Slot, raw: Raw) -> object:
        """What the cell holds, read once for the same cells of a column."""
        remembered = slot.remembered
        if remembered is None:
            return self._value(slot.column, raw)
        # True, 1 and 1.0 are one key to a dict, but three things to a reader.
        key = (raw.__class__, raw)
        value = remembered.get(key, _UNREAD)
        if value is _UNREAD:
            value = self._value(slot.column, raw)
            if len(remembered) < _MOST_REMEMBERED:
                remembered[key] = value
        return value

    def _value(self, column: Column, raw: Raw) -> object:
        """What a cell holds: a typed value, a unit, people, or a flaw."""
        target = column.target
        if isinstance(target, Field_) and not column.unit:
            return read_value(target, raw, self.rules.choices.get(target.key, ()))
        raw = plain(raw)
        if raw is None:
            return None
        if isinstance(target, Field_):
            if target.type is FieldType.NUMBER and isinstance(raw, int | float):
                raw = f"{raw:.15g}{column.unit}"
            elif isinstance(raw, str) and raw[-1:].isdigit():
                raw = f"{raw}{column.unit}"
            return read_value(target, raw, self.rules.choices.get(target.key, ()))
        if isinstance(target, AttendeeRole):
            words = _BETWEEN_PEOPLE.split(str(raw))
            return tuple(Attendee(word.strip(), target) for word in words if word.strip())
        return self._own_value(target, raw)

    def _own_value(self, target: Own, raw: Raw) -> date | UnitPlace | State | str | Flaw:
        match target:
            case Own.HAPPENED | Own.UNTIL:
                return read_day(target.value, raw)
            case Own.UNIT:
                return self.places.find(str(raw))
            case Own.STATE:
                return _STATES.get(str(raw)) or Flaw("state", f"没有状态“{raw}”", "可填：计划、已开展、取消")
            case Own.TITLE:
                return read_words("title", raw, LONGEST_TITLE)

    def _beyond(self, row: Row, cells: _Cells) -> None:
        """A value under no head would be lost without a word."""
        for index, raw in enumerate(row.cells):
            if raw != "" and index not in self.headed and plain(raw) is not None:
                letter = letters(self.first_column + index)
                cells.flaws.append((letter, Flaw("", "这一列没有表头", "请补上栏目名，或删去内容")))

    def _setting(self, place: UnitPlace) -> Setting:
        setting = self._settings.get(place.number)
        if setting is None:
            setting = Setting(self.today, place.begins, place.ends, place.name)
            self._settings[place.number] = setting
        return setting


def _put(cells: _Cells, key: str, value: object) -> None:
    """Put down what is no field: a day, the unit, the title, the state, people."""
    if isinstance(value, tuple):
        cells.people += value
    elif isinstance(value, UnitPlace):
        cells.place = value
    elif value is not None:
        setattr(cells, key, value)


def _problems(row: Row, flaws: Sequence[tuple[str, Flaw]]) -> list[Problem]:
    return [flaw.at(f"第 {row.number} 行 {letter} 列" if letter else f"第 {row.number} 行") for letter, flaw in flaws]
