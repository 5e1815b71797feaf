"""办件: what I asked for that takes a while, how far it is, what came of it; and how a page asks for such a thing."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone

from bihuan.jobs.asking import ask_again, ask_for
from bihuan.jobs.job import JobLine, JobState, JobView, Order
from bihuan.jobs.marks import note_seen
from bihuan.jobs.queries import job_for, mine, result_for
from bihuan.jobs.running import carry_out
from bihuan.jobs.worker import is_worker_there
from bihuan.values.actor import Actor
from bihuan.web.asking import address
from bihuan.web.import_result import Found, read_found
from bihuan.web.pages import page, signed_in, signed_in_to_act
from bihuan.web.seals import Seal

_SEALS = {
    JobState.WAITING: ("排", "none"),
    JobState.RUNNING: ("办", "open"),
    JobState.DONE: ("完", "ok"),
    JobState.REFUSED: ("未", "owe"),
    JobState.INTERRUPTED: ("断", "late"),
}


@dataclass(frozen=True)
class JobRow:
    """A job in the list, with its seal and address."""

    line: JobLine
    seal: Seal
    href: str


def now() -> datetime:
    """The clock that the work of a job reads. Only a face asks."""
    return timezone.now()


def ask_and_go(actor: Actor, order: Order, *, at_once: bool) -> HttpResponse:
    """Ask for the work and lead to the page of the job; short work is done before the answer."""
    token = ask_for(actor, order)
    if at_once:
        carry_out(token, now, at_once=True)
    return HttpResponseRedirect(reverse("job", args=[token]))


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
        "is_open": is_open,
        "is_idle": is_idle,
        "is_watched": is_open and not is_idle,
        "here": request.path,
        "crumbs": [(reverse("jobs"), "我的办件")],
        **_shown(job),
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
    if job.ask.get("at_once") == "1":
        carry_out(made, now, at_once=True)
    return HttpResponseRedirect(reverse("job", args=[made]))


@signed_in
def job_file(_request: HttpRequest, actor: Actor, token: str) -> HttpResponseBase:
    """The file that a job made, to be saved."""
    file = result_for(actor, token)
    return FileResponse(file.open("rb"), as_attachment=True, filename=file.name)


def job_seal(state: JobState) -> Seal:
    """The seal of a state."""
    return Seal(*_SEALS[state], state.label)


def _shown(job: JobView) -> dict[str, object]:
    """What the page of this kind of work shows beside the sentence."""
    found: Found | None = None
    upload, again, insists = "", "", False
    told = json.loads(job.found or "{}")
    if job.line.kind == "import":
        again = address(reverse("import_kind", args=[job.ask["kind"]]), unit=job.ask["unit"])
        insists = bool(told.get("again"))
        if job.line.state is JobState.DONE and job.found:
            found = read_found(job.found, job.ask["unit"])
    if "upload" in told:
        upload = reverse("checked", args=[told["upload"]])
    return {"found": found, "upload": upload, "hand_in": again, "insists": insists}
