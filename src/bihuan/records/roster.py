"""People and units that an act names, found by code or by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db.models import Q

from bihuan.catalog.schema import Field_, FieldType, Kind
from bihuan.organisations.models import Person, Unit
from bihuan.records.act import Attendee, AttendeeRole, Value
from bihuan.records.cells import Flaw


class Roster:
    """Looks people and units up, each word once. Made for one verb or one import, and forgotten with it."""

    def __init__(self) -> None:
        self._people: dict[str, list[tuple[int, str]]] = {}
        self._units: dict[str, str] = {}

    def attending(self, people: tuple[Attendee, ...]) -> tuple[list[tuple[int, AttendeeRole]], list[Flaw]]:
        """The numbers of those who took part with what they did, each once; and those that nobody is."""
        found: dict[tuple[int, AttendeeRole], None] = {}
        flaws: list[Flaw] = []
        for each in people:
            rows = self._of(each.person)
            if len(rows) == 1:
                found[rows[0][0], each.role] = None
            elif rows:
                codes = "、".join(code for _, code in rows[:5])
                flaws.append(Flaw("people", f"有 {len(rows)} 个人叫“{each.person}”", f"请改用人员代码：{codes}"))
            else:
                flaws.append(Flaw("people", f"人员名册中没有“{each.person}”", "请先登记，或核对代码和姓名"))
        return list(found), flaws

    def with_codes(self, named: Sequence[Field_], values: dict[str, Value]) -> dict[str, Value]:
        """The values with people and units by code where the roster knows them.

        A measure that counts distinct people or units would otherwise count a name and its code as two.

        Args:
            named: the fields of the kind that hold people or units, from `naming_fields`.
            values: the typed values, changed in place.
        """
        for each in named:
            word = values.get(each.key)
            if not isinstance(word, str):
                continue
            if each.type is FieldType.PERSON:
                rows = self._of(word)
                values[each.key] = rows[0][1] if len(rows) == 1 else word
            else:
                values[each.key] = self._unit(word)
        return values

    def _of(self, word: str) -> list[tuple[int, str]]:
        if word not in self._people:
            rows = list(Person.objects.filter(Q(code=word) | Q(name=word)).values_list("pk", "code")[:20])
            self._people[word] = [row for row in rows if row[1] == word] or rows
        return self._people[word]

    def _unit(self, word: str) -> str:
        if word not in self._units:
            codes = list(Unit.objects.filter(Q(code=word) | Q(name=word)).values_list("code", flat=True)[:2])
            self._units[word] = codes[0] if len(codes) == 1 else word
        return self._units[word]


def naming_fields(kind: Kind) -> tuple[Field_, ...]:
    """The fields of the kind that hold people or units."""
    return tuple(each for each in kind.fields if each.type in (FieldType.PERSON, FieldType.UNIT))


def names_of(kind: Kind, values: Mapping[str, Value]) -> dict[str, str]:
    """The names behind the codes of people and units among the values, by field."""
    people = {each.key: str(values[each.key]) for each in kind.fields if _is(each.type, "person", each.key, values)}
    units = {each.key: str(values[each.key]) for each in kind.fields if _is(each.type, "unit", each.key, values)}
    named = dict(Person.objects.filter(code__in=people.values()).values_list("code", "name")) if people else {}
    placed = dict(Unit.objects.filter(code__in=units.values()).values_list("code", "name")) if units else {}
    found = {key: named[code] for key, code in people.items() if code in named}
    return found | {key: placed[code] for key, code in units.items() if code in placed}


def _is(type_: FieldType, wanted: str, key: str, values: Mapping[str, Value]) -> bool:
    return type_.value == wanted and key in values
