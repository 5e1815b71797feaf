"""交办: a task given without a finding: first what sort of task it is, then to whom, what, and until when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from bihuan.catalog.loaded import catalogue
from bihuan.catalog.oversight_schema import TaskLife
from bihuan.organisations.queries import UnitPlace, units_below
from bihuan.oversight.giving import NewTask, give_task
from bihuan.oversight.moves import Side
from bihuan.oversight.scope import leaves
from bihuan.records.act import EvidenceFile
from bihuan.values.actor import Actor
from bihuan.values.refusal import NotAllowed, Refusal
from bihuan.web.asking import BadAddress, address, day_written, today
from bihuan.web.pages import page, signed_in_to_act
from bihuan.web.records.entry_fields import FormField, fields_of, filled
from bihuan.web.tasks.finding_form import MOST_FILES
from bihuan.web.unit_form import SUGGESTED
from bihuan.web.whereabouts import NOTHING_TO_SEE, chosen

_WORDS = ("title", "responsible", "issuer", "opened", "due", "leader", "person")


class GivesNothing(NotAllowed):
    """The actor gives tasks nowhere."""


@dataclass(frozen=True)
class Sort:
    """A sort of task to choose: its name, its address, whether it is the one that is filled in."""

    name: str
    href: str
    is_chosen: bool


@signed_in_to_act
def task_new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The form of one sort of task; sent, it gives the task and leads to its page."""
    place = chosen(actor, "")
    if place is None:
        return page(request, actor, NOTHING_TO_SEE, {})
    ways = ways_to_give(actor)
    if not ways:
        raise GivesNothing("您没有交办任务的权限，请联系安全管理员。")
    way = _way(ways, request.GET.get("origin", ""))
    fields = further_fields(way)
    refusal: Refusal | None = None
    if request.method == "POST":
        fields = filled(fields, {each.key: request.POST.get(each.name, "").strip() for each in fields})
        try:
            number = give_task(actor, _told(request, way, fields))
        except Refusal as said:
            refusal = said
        else:
            return HttpResponseRedirect(reverse("task", args=[number]))
    context = _context(request, actor, place, way) | {"sorts": _sorts(ways, way), "refusal": refusal}
    context |= {
        "first": [each for each in fields if each.is_required],
        "more_fields": [each for each in fields if not each.is_required],
    }
    return page(request, actor, "web/task_new.html", context, status=refusal.status if refusal else 200)


def ways_to_give(actor: Actor) -> list[TaskLife]:
    """The sorts of task that the actor gives somewhere; what comes of a finding is registered as one."""
    return [
        way
        for way in catalogue().task_lives.values()
        if way.keeps == "task" and any(actor.paths(action) for action in leaves(way.kind or "", Side.GIVER))
    ]


def further_fields(way: TaskLife) -> tuple[FormField, ...]:
    """The fields of its kind that neither the form asks for by another name nor the moves fill in."""
    if way.kind is None:
        return ()
    packs = catalogue()
    kept = {*way.fills, *way.done_words}
    return tuple(each for each in fields_of(packs.kind(way.kind), packs) if each.key not in kept)


def _way(ways: list[TaskLife], key: str) -> TaskLife:
    found = next((way for way in ways if way.key == key), None) if key else ways[0]
    if found is not None:
        return found
    if key in catalogue().task_lives:
        raise GivesNothing("您没有交办这一类任务的权限，请从页面上另选一类。")
    raise BadAddress("没有这一类任务，请从页面上选。")


def _sorts(ways: list[TaskLife], chosen_way: TaskLife) -> list[Sort]:
    return [Sort(way.name, address(reverse("task_new"), origin=way.key), way is chosen_way) for way in ways]


def _context(request: HttpRequest, actor: Actor, place: UnitPlace, way: TaskLife) -> dict[str, object]:
    first = {"issuer": place.name, "opened": today().isoformat()}
    values: Mapping[str, str] = {name: request.POST.get(name, first.get(name, "")) for name in _WORDS}
    names = tuple(each.name for each in units_below(actor, place)[:SUGGESTED])
    return {
        "way": way,
        "values": values,
        "names": names,
        "crumbs": [(reverse("tasks"), "问题与任务")],
    }


def _told(request: HttpRequest, way: TaskLife, fields: tuple[FormField, ...]) -> NewTask:
    told = {name: request.POST.get(name, "").strip() for name in _WORDS}
    files = request.FILES.getlist("evidence")[:MOST_FILES]
    return NewTask(
        origin=way.key,
        issuer=told["issuer"],
        responsible=told["responsible"],
        title=told["title"],
        opened=day_written(told["opened"]) or today(),
        due=day_written(told["due"]),
        leader=told["leader"],
        person=told["person"],
        fields={each.key: each.value for each in fields if each.value},
        evidence=tuple(EvidenceFile(file.name or "附件", file.read()) for file in files),
    )
