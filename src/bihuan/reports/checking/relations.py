"""The catalogue's consistency checks in a form that can be worked out; the packs state them in words. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from bihuan.catalog.catalogue import Catalogue
from bihuan.reports.checking.inside import Relation

Shape = tuple[tuple[str, ...], tuple[str, ...], bool, str]
"""The wholes, the parts, whether they are equal, and the series of the growth."""
Pairing = Callable[[Sequence[str]], Iterator[Shape]]


def _first_is_the_sum(keys: Sequence[str]) -> Iterator[Shape]:
    yield (keys[0],), tuple(keys[1:]), True, ""


def _first_bounds_the_second(keys: Sequence[str]) -> Iterator[Shape]:
    yield (keys[0],), (keys[1],), False, ""


def _each_second_bounds_the_first(keys: Sequence[str]) -> Iterator[Shape]:
    for part, whole in zip(keys[::2], keys[1::2], strict=False):
        yield (whole,), (part,), False, ""


def _third_is_the_growth(keys: Sequence[str]) -> Iterator[Shape]:
    yield (keys[0],), (keys[1],), False, keys[2]


_WORKED_OUT: Mapping[str, Pairing] = {
    "dispatch_types_sum": _first_is_the_sum,
    "repeat_subset": _each_second_bounds_the_first,
    "rectified_not_over_found": _first_bounds_the_second,
    "planned_done": _first_bounds_the_second,
    "budget_growth": _third_is_the_growth,
}
"""Which shape a check has, by its key. `inside` looks for some of the others in the text itself: the same figure
twice, a rate beside its counts, a quarter in its half-year. The rest ask for words: docs/reports.md lists them."""


def relations(catalogue: Catalogue) -> tuple[Relation, ...]:
    """What the loaded packs' checks demand of the numbers of one report."""
    found: list[Relation] = []
    for check in catalogue.consistency_checks:
        pairing = _WORKED_OUT.get(check.key)
        if pairing is not None:
            found += [Relation(check.rule, *shape) for shape in pairing(check.measures)]
    return tuple(found)
