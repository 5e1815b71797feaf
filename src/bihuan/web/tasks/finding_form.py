"""登记问题: what was found, where and by whom, and until when it has to be put right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from bihuan.catalog.loaded import catalogue
from bihuan.catalog.oversight_schema import Mark, TaskLife
from bihuan.organisations.queries import units_below
from bihuan.oversight.findings import NewFinding, register_finding
from bihuan.oversight.giving import SEVERITIES
from bihuan.records.act import EvidenceFile
from bihuan.values.actor import Action, Actor
from bihuan.values.refusal import Refusal
from bihuan.web.asking import day_written, today
from bihuan.web.pages import page, signed_in_to_act
from bihuan.web.unit_form import SUGGESTED
from bihuan.web.whereabouts import NOTHING_TO_SEE, chosen

ORIGIN = "finding"
MOST_FILES = 12
_FIELDS = ("description", "unit", "issuer", "found_on", "due", "source", "category", "severity", "clause", "person")


@dataclass(frozen=True)
class FindingForm:
    """The form as it stands.

    Attributes:
        values: what stands in each field.
        names: the units that are offered.
        sources, categories, severities: what can be chosen.
        days: working days until the deadline where none is told; 0 where there is none.
    """

    values: Mapping[str, str]
    names: tuple[str, ...]
    sources: tuple[str, ...]
    categories: tuple[str, ...]
    severities: tuple[str, ...]
    days: int


def may_register(actor: Actor) -> bool:
    """Whether to offer the form; the verb decides."""
    return bool(actor.paths(Action.INSPECT) or actor.paths(Action.RECORD))


@signed_in_to_act
def finding_new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The form; sent, it registers the finding with its rectification and leads to its page."""
    place = chosen(actor, "")
    if place is None:
        return page(request, actor, NOTHING_TO_SEE, {})
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            number = register_finding(actor, _told(request))
        except Refusal as said:
            refusal = said
        else:
            return HttpResponseRedirect(reverse("finding", args=[number]))
    first = {"issuer": place.name, "found_on": today().isoformat()}
    life = catalogue().task_lives.get(ORIGIN)
    form = FindingForm(
        values={name: request.POST.get(name, first.get(name, "")) for name in _FIELDS},
        names=tuple(each.name for each in units_below(actor, place)[:SUGGESTED]),
        sources=_choices(life, Mark.SOURCE),
        categories=_choices(life, Mark.CATEGORY),
        severities=SEVERITIES,
        days=(life.working_days or 0) if life else 0,
    )
    context: dict[str, object] = {
        "form": form,
        "refusal": refusal,
        "crumbs": [(reverse("tasks"), "问题与任务")],
        "sources": _options(form.sources),
        "categories": _options(form.categories),
        "severities": _options(form.severities),
    }
    return page(request, actor, "web/finding_new.html", context, status=refusal.status if refusal else 200)


def _options(words: tuple[str, ...]) -> list[tuple[str, str]]:
    return [("", "未定"), *((word, word) for word in words)]


def _told(request: HttpRequest) -> NewFinding:
    told = {name: request.POST.get(name, "").strip() for name in _FIELDS}
    files = request.FILES.getlist("evidence")[:MOST_FILES]
    return NewFinding(
        found_on=day_written(told["found_on"]) or today(),
        unit=told["unit"],
        issuer=told["issuer"],
        description=told["description"],
        source=told["source"],
        category=told["category"],
        severity=told["severity"],
        clause=told["clause"],
        person=told["person"],
        due=day_written(told["due"]),
        evidence=tuple(EvidenceFile(file.name or "佐证", file.read()) for file in files),
    )


def _choices(life: TaskLife | None, mark: Mark) -> tuple[str, ...]:
    """What the packs let one choose for the field that the mark fills in; none where they leave it open."""
    if life is None or life.kind is None:
        return ()
    packs = catalogue()
    key = next((key for key, each in life.fills.items() if each is mark), "")
    field = next((field for field in packs.kind(life.kind).fields if field.key == key), None)
    return tuple(packs.choices(field)) if field is not None else ()
