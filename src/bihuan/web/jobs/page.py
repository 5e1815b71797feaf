"""办件: what I asked for that takes a while, how far it is, and what came of it."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from bihuan.jobs.asking import ask_again
from bihuan.jobs.job import JobLine, JobState, JobView
from bihuan.jobs.marks import note_seen
from bihuan.jobs.queries import job_for, mine, result_for
from bihuan.jobs.worker import is_worker_there
from bihuan.values.actor import Actor
from bihuan.values.refusal import Refusal
from bihuan.web.asking import address
from bihuan.web.jobs.background import go
from bihuan.web.pages import page, signed_in, signed_in_to_act
from bihuan.web.records.import_effects import DutyNow, duties_now
from bihuan.web.records.import_result import Found, read_found
from bihuan.web.seals import Seal

_SEALS = {
    JobState.WAITING: ("排", "none"),
    JobState.RUNNING: ("办", "open"),
    JobState.DONE: ("完", "ok"),
    JobState.REFUSED: ("未", "owe"),
    JobState.INTERRUPTED: ("断", "late"),
}


_ALIKE = Seal("像", "late", "像是记过的")


@dataclass(frozen=True)
class JobRow:
    """A job in the list, with its seal and address."""

    line: JobLine
    seal: Seal
    href: str


@signed_in
def jobs_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """My jobs, the newest first."""
    lines = mine(actor)
    rows = [JobRow(line, job_seal(line.state), reverse("job", args=[line.token])) for line in lines]
    waits = any(line.state.is_open for line in lines)
    context = {"rows": rows, "is_idle": waits and not is_worker_there()}
    return page(request, actor, "web/jobs.html", context)


@signed_in
def job_page(request: HttpRequest, actor: Actor, token: str) -> HttpResponse:
    """One of my jobs: how far it is, or what came of it. A look at what has ended takes its mark away."""
    job = job_for(actor, token)
    is_open = job.line.state.is_open
    is_idle = is_open and not is_worker_there()
    if not is_open:
        note_seen(actor.account, token)
    context: dict[str, object] = {
        "job": job,
        "seal": job_seal(job.line.state),
        "alike": _ALIKE,
        "is_open": is_open,
        "is_idle": is_idle,
        "is_watched": is_open and not is_idle,
        "here": request.path,
        "crumbs": [(reverse("jobs"), "我的办件")],
        **_shown(actor, job),
    }
    return page(request, actor, "web/job.html", context)


@signed_in_to_act
def job_again(request: HttpRequest, actor: Actor, token: str) -> HttpResponse:
    """Ask for the same once more, with the same files; looking leads to the job."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("job", args=[token]))
    job = job_for(actor, token)
    insists = job.line.kind == "import" and json.loads(job.found or "{}").get("again")
    made = ask_again(actor, token, {"again": "1"} if insists else None)
    return go(made, at_once=job.ask.get("at_once") == "1")


@signed_in
def job_file(_request: HttpRequest, actor: Actor, token: str) -> HttpResponseBase:
    """The file that a job made, to be saved."""
    file = result_for(actor, token)
    return FileResponse(file.open("rb"), as_attachment=True, filename=file.name)


def job_seal(state: JobState) -> Seal:
    """The seal of a state."""
    return Seal(*_SEALS[state], state.label)


def _shown(actor: Actor, job: JobView) -> dict[str, object]:
    """What the page of this kind of work shows beside the sentence."""
    found: Found | None = None
    duties: tuple[DutyNow, ...] = ()
    upload, again, insists = "", "", False
    told = json.loads(job.found or "{}")
    if job.line.kind == "import":
        again = address(reverse("import_kind", args=[job.ask["kind"]]), unit=job.ask["unit"])
        insists = bool(told.get("again"))
        if job.line.state is JobState.DONE and job.found:
            found = read_found(job.found, job.ask["unit"])
            duties = _duties(actor, found)
    if "upload" in told:
        upload = reverse("checked", args=[told["upload"]])
    return {"found": found, "duties": duties, "upload": upload, "hand_in": again, "insists": insists}


def _duties(actor: Actor, found: Found) -> tuple[DutyNow, ...]:
    """What it did to the account, where the records are one unit's; of several each has its link."""
    if len(found.units) != 1:
        return ()
    (unit,) = found.units
    try:
        return duties_now(actor, unit.code, found.kind, unit.first, unit.last)
    except Refusal:
        # The unit was moved out of sight since.
        return ()
