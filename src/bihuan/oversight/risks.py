"""The risk list 风险清单: the items in force of the registers of risks, with the findings that are open on each."""

from __future__ import annotations

from collections import Counter
from datetime import date

from django.db.models import Q, QuerySet

from bihuan.catalog.loaded import catalogue
from bihuan.organisations.queries import unit_for
from bihuan.oversight.models import Finding, Task
from bihuan.oversight.scope import visible_findings
from bihuan.oversight.scope import within as tasks_within
from bihuan.records.act import State
from bihuan.records.fields import reread
from bihuan.records.models import Record
from bihuan.records.scope import visible, within
from bihuan.values.actor import Actor

KINDS = {
    "safety_risk_item": ("category", "item", "responsible_post", "control_measure"),
    "integrity_risk_item": ("area", "risk", "post", "control_measure"),
}
"""The registers of risks: which of their fields are the class, the item, the post and the control."""

RISK_COLUMNS = (
    ("编号", 7), ("风险类别", 16), ("风险点", 36), ("责任岗位", 14), ("管控措施", 36), ("生效日期", 14),
    ("发现问题数", 10), ("未销号数", 10), ("重复发生数", 10),
)  # fmt: skip
_SETTLED = ("closed", "cancelled")


def risk_rows(actor: Actor, unit: str, today: date) -> tuple[str, tuple[tuple[str | int | date | None, ...], ...]]:
    """The unit's name, and a row for each risk in force on the day with the findings on its item.

    Raises:
        UnknownUnit, MayNot: the unit is not there or not the actor's to see.
    """
    place = unit_for(actor, unit) if unit else None
    in_force = Q(happened__lte=today) & (Q(until__isnull=True) | Q(until__gte=today))
    rows = Record.objects.filter(visible(actor), in_force, state=State.HELD, correction__isnull=True)
    found = visible_findings(actor)
    if place is not None:
        rows = rows.filter(within(place))
        found = found.filter(task__in=Task.objects.filter(tasks_within(place)))
    every, still, again = _counts(found)
    listed: list[tuple[str | int | date | None, ...]] = []
    for row in rows.filter(kind__in=[key for key in KINDS if key in catalogue().kinds]).order_by("kind", "pk"):
        values = reread(catalogue().kind(row.kind), row.fields)
        category, item, post, control = (str(values.get(key) or "") for key in KINDS[row.kind])
        item = item or row.title
        counts = (every[item], still[item], again[item])
        listed.append((row.pk, category, item, post, control, row.happened, *counts))
    return place.name if place else "", tuple(listed)


def _counts(found: QuerySet[Finding]) -> tuple[Counter[str], Counter[str], Counter[str]]:
    every: Counter[str] = Counter()
    still: Counter[str] = Counter()
    again: Counter[str] = Counter()
    for item, state, returns in found.exclude(item="").values_list("item", "task__state", "returns"):
        every[item] += 1
        still[item] += state not in _SETTLED
        again[item] += returns > 0
    return every, still, again
