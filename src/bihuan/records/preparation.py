"""Making an act ready to be written: permission, typed fields, every flaw at once, and what it will post."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta, timezone

from bihuan.book.vouchers import Line
from bihuan.catalog.loaded import catalogue
from bihuan.catalog.schema import Field_, FieldType, Kind
from bihuan.organisations.queries import UnitPlace, path_on, unit_for
from bihuan.records.act import Act, AttendeeRole, State, Value
from bihuan.records.cells import Flaw
from bihuan.records.entry_rules import LONGEST_TITLE, EntryRules, Setting
from bihuan.records.errors import BadAct
from bihuan.records.fields import read_fields
from bihuan.records.lateness import delay, falls_in
from bihuan.records.posting_rules import PostingRules, choices_of
from bihuan.records.roster import Roster, naming_fields
from bihuan.records.scope import leave
from bihuan.trail.sealing import sealed_periods
from bihuan.values.actor import Action, Actor
from bihuan.values.period import Period
from bihuan.values.problem import Problem
from bihuan.values.quantity import BadQuantity

SHANGHAI = timezone(timedelta(hours=8))
_NAMING = frozenset({"title", "name", "subject"})
OWN_LABELS = {
    "happened": "日期",
    "unit": "单位",
    "until": "截止日期",
    "title": "标题",
    "state": "状态",
    "people": "人员",
    "evidence": "佐证",
}


class KindRules:
    """Everything that the records ask of one kind, read once."""

    def __init__(self, key: str) -> None:
        packs = catalogue()
        lists = {name: each.choices for name, each in packs.lists.items()}
        self.kind: Kind = packs.kind(key)
        self.choices = choices_of(self.kind, lists)
        self.entry = EntryRules(self.kind)
        self.naming = naming_fields(self.kind)
        self._other_days = tuple({each.dated_by for each in self.kind.measures if each.dated_by})
        self.posting = PostingRules(self.kind, lists)
        self._title_field = next((each.key for each in self.kind.fields if _names_the_act(each)), None)
        self.names = OWN_LABELS | {each.key: each.name for each in self.kind.fields}

    def title(self, given: str, values: Mapping[str, Value]) -> str:
        """The title given, or the field that already names the act: nobody types the same words twice."""
        if given or self._title_field is None or self.kind.act_only:
            return given
        return str(values.get(self._title_field) or "")[:LONGEST_TITLE]

    def delay(self, act: Act, today: date) -> int:
        """The days from the act to its entry."""
        return delay(act, self._other_days, today)

    def posted(self, act: Act) -> tuple[tuple[Line, ...], list[Flaw]]:
        """What the act posts, or why an amount of it cannot be booked."""
        try:
            return self.posting.lines(act), []
        except BadQuantity as refusal:
            return (), [Flaw("fields", str(refusal).rstrip("。"))]


def _names_the_act(field: Field_) -> bool:
    return field.type is FieldType.TEXT and field.key in _NAMING


@dataclass(frozen=True, slots=True)
class Prepared:
    """An act that may be written as it stands.

    Attributes:
        act: with typed fields and the unit's code.
        place, path: the unit, and where it stood on the day.
        lines: what it posts.
        delay, after_seal: how late it is.
        people: the numbers of those who took part.
        parts: what belongs to it, in order.
        replaces: the number of the record that it supersedes, or None.
    """

    act: Act
    place: UnitPlace
    path: str
    lines: tuple[Line, ...]
    delay: int
    after_seal: bool
    people: tuple[tuple[int, AttendeeRole], ...] = ()
    parts: tuple[Prepared, ...] = ()
    replaces: int | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """An act on its way in, with the records that it and its parts supersede."""

    act: Act
    replaces: int | None = None
    parts: tuple[Draft, ...] = ()


@dataclass(slots=True)
class Preparation:
    """Prepares the acts of one call of a verb.

    Attributes:
        actor: who acts.
        action: what leave is needed: to record, or to correct.
        roster: finds people and units.
    """

    actor: Actor
    action: Action
    roster: Roster = field(default_factory=Roster)
    _rules: dict[str, KindRules] = field(default_factory=dict)
    _paths: dict[tuple[int, date], str] = field(default_factory=dict)
    _sealed: Sequence[Period] = ()
    _today: date = date.min

    def prepared(self, draft: Draft) -> Prepared:
        """The act with its parts, ready to be written.

        Raises:
            BadAct: something about it, or about a part, cannot be entered; every reason is named.
            UnknownUnit, MayNot: the actor may not do this for that unit.
            UnknownKey: the packs have no such kind.
        """
        self._sealed = [period for period, _ in sealed_periods()]
        self._today = self.actor.at.astimezone(SHANGHAI).date()
        rules = self._of_kind(draft.act.kind)
        place = unit_for(self.actor, draft.act.unit, leave(rules.kind, self.action))
        problems: list[Problem] = []
        whole = self._one(rules, place, draft, problems)
        parts = tuple(
            self._part(whole, part, problems, f"第 {index} 项 ") for index, part in enumerate(draft.parts, start=1)
        )
        if problems:
            raise BadAct(problems)
        if not rules.posting.counts(whole.act):
            # What was decided at a meeting that does not count does not count either.
            parts = tuple(replace(part, lines=()) for part in parts)
        return replace(whole, parts=parts)

    def _one(
        self, rules: KindRules, place: UnitPlace, draft: Draft, problems: list[Problem], prefix: str = ""
    ) -> Prepared:
        values, flaws = read_fields(rules.kind, draft.act.fields, rules.choices)
        title = rules.title(draft.act.title, values)
        fields = self.roster.with_codes(rules.naming, values)
        act = replace(draft.act, unit=place.code, title=title, fields=fields)
        people, unknown = self.roster.attending(act.people or ())
        flaws += unknown
        setting = Setting(self._today, place.begins, place.ends, place.name)
        # What could not be read is reported as that, and not as missing as well.
        unread = {flaw.key for flaw in flaws}
        flaws += [flaw for flaw in rules.entry.flaws(act, setting) if flaw.key not in unread]
        lines, beyond = ((), []) if flaws else rules.posted(act)
        problems += [flaw.at(prefix + rules.names.get(flaw.key, flaw.key)) for flaw in (*flaws, *beyond)]
        return Prepared(
            act=act,
            place=place,
            path=self._path_on(place, act.happened),
            lines=lines,
            delay=rules.delay(act, self._today),
            after_seal=falls_in(self._sealed, act.happened),
            people=tuple(people),
            replaces=draft.replaces,
        )

    def _of_kind(self, key: str) -> KindRules:
        if key not in self._rules:
            self._rules[key] = KindRules(key)
        return self._rules[key]

    def _path_on(self, place: UnitPlace, day: date) -> str:
        """Where the unit stood on the day; the parts of a whole ask for the same as it."""
        if (place.number, day) not in self._paths:
            self._paths[place.number, day] = path_on(place, day)
        return self._paths[place.number, day]

    def _part(self, whole: Prepared, draft: Draft, problems: list[Problem], prefix: str) -> Prepared:
        """A part: on the unit and day of the whole, and never further on than it."""
        rules = self._of_kind(draft.act.kind)
        state = draft.act.state if whole.act.state is State.HELD else whole.act.state
        act = replace(draft.act, unit=whole.act.unit, happened=whole.act.happened, state=state)
        if rules.kind.part_of != whole.act.kind:
            problems.append(Problem(prefix + rules.kind.name, "不属于这一事项", "请单独记录，或核对事项"))
        if act.parts:
            problems.append(Problem(prefix + rules.kind.name, "下面还有分项", "分项只有一层，请单独记录"))
        return self._one(rules, whole.place, replace(draft, act=act), problems, prefix)


def draft_of(act: Act) -> Draft:
    """A new act as a draft: nothing of it supersedes anything."""
    return Draft(act, parts=tuple(Draft(part) for part in act.parts or ()))
