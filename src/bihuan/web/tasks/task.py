"""One task or finding: where it stands, its moves with their evidence, and the form that makes the next move."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from bihuan.oversight.findings import confirm_repeat
from bihuan.oversight.move_files import file_behind, files_behind
from bihuan.oversight.moves import State, Step
from bihuan.oversight.moving import Doing, move, verify_and_close
from bihuan.oversight.queries import MoveLine, TaskView, finding_for, task_for
from bihuan.oversight.recognition import Description, Likely, likely_earlier
from bihuan.records.act import EvidenceFile
from bihuan.records.queries import KeptFile
from bihuan.values.actor import Action, Actor
from bihuan.values.refusal import Refusal
from bihuan.web.asking import BadAddress, day_written, today
from bihuan.web.pages import page, signed_in, signed_in_to_act
from bihuan.web.seals import Seal
from bihuan.web.tasks.page import row_of
from bihuan.web.tasks.seals import step_seal
from bihuan.web.tasks.steps import CLOSE_AT_ONCE, offers

MOST_FILES = 12


@dataclass(frozen=True)
class MoveRow:
    """A move with its seal and the files that came with it."""

    move: MoveLine
    seal: Seal
    files: tuple[KeptFile, ...]


@dataclass(frozen=True)
class LikelyRow:
    """An earlier finding that this one may repeat, with its address."""

    likely: Likely
    href: str


@signed_in_to_act
def task_page(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """A task; sent, the form makes a move and leads back here."""
    if request.method != "POST":
        return _shown(request, actor, number)
    try:
        _moved(request, actor, number)
    except Refusal as refusal:
        return _shown(request, actor, number, refusal)
    return HttpResponseRedirect(f"{reverse('task', args=[number])}#moves")


@signed_in
def task_file(_request: HttpRequest, actor: Actor, number: int, sha256: str) -> HttpResponseBase:
    """A file behind a move, checked against its digest; to be saved, as every evidence is."""
    kept, content = file_behind(actor, number, sha256)
    return FileResponse(content, as_attachment=True, filename=kept.name, content_type="application/octet-stream")


@signed_in
def finding_page(_request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """A finding by its own number: its page is that of the task that puts it right."""
    view = finding_for(actor, number, today())
    return HttpResponseRedirect(reverse("task", args=[view.line.number]))


@signed_in_to_act
def repeat_page(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """Confirm that a finding repeats an earlier one; looking leads to the finding."""
    if request.method == "POST":
        confirm_repeat(actor, number, _number_sent(request, "earlier"))
    return HttpResponseRedirect(reverse("finding", args=[number]))


def _moved(request: HttpRequest, actor: Actor, number: int) -> None:
    name = request.POST.get("step", "")
    if name != CLOSE_AT_ONCE and name not in {step.value for step in Step}:
        raise BadAddress("没有看懂要办哪一步，请从页面上的按钮点选。")
    files = request.FILES.getlist("evidence")[:MOST_FILES]
    doing = Doing(
        words=request.POST.get("words", "").strip(),
        evidence=tuple(EvidenceFile(file.name or "佐证", file.read()) for file in files),
        due=day_written(request.POST.get("due", "")) if name == Step.ASK_DEADLINE else None,
        seen=_number_sent(request, "seen"),
    )
    if name == CLOSE_AT_ONCE:
        verify_and_close(actor, number, doing)
    else:
        move(actor, number, Step(name), doing)


def _number_sent(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "")
    if not (text.isascii() and text.isdigit()):
        raise BadAddress("页面上的编号丢了，请刷新后再办。")
    return int(text[:12])


def _shown(request: HttpRequest, actor: Actor, number: int, refusal: Refusal | None = None) -> HttpResponse:
    view = task_for(actor, number, today())
    files = files_behind(actor, number)
    line = view.line
    context: dict[str, object] = {
        "row": row_of(line),
        "line": line,
        "offers": offers(actor, view),
        "waits_for": _waits_for(view),
        "moves": [MoveRow(each, step_seal(each.step), files.get(each.number, ())) for each in reversed(view.history)],
        "returned": next((each for each in reversed(view.history) if each.step is Step.RETURN), None),
        "likely": _likely(actor, view),
        "may_confirm": bool(actor.paths(Action.INSPECT)),
        "refusal": refusal,
        "words": request.POST.get("words", ""),
        "crumbs": [(reverse("tasks"), "问题与任务")],
        "record_href": reverse("record", args=[line.source_record]) if line.source_record else "",
        "earlier_href": reverse("finding", args=[line.finding.repeats])
        if line.finding and line.finding.repeats
        else "",
    }
    return page(request, actor, "web/task.html", context, status=refusal.status if refusal else 200)


_WAITING = {
    State.ASSIGNED: "等{}接收",
    State.ACCEPTED: "{}正在办",
    State.RETURNED: "退回给{}重办",
    State.REOPENED: "重开了，等{}再办",
    State.REPORTED: "{}已报完成，等别人核验",
    State.VERIFIED: "已核验，等销号",
}


def _waits_for(view: TaskView) -> str:
    """Whose turn it is, in a few words; "" where it is over."""
    return _WAITING.get(view.line.state, "").format(view.line.responsible_name)


def _likely(actor: Actor, view: TaskView) -> list[LikelyRow]:
    """Earlier findings that it may repeat, as long as nobody has said which it does."""
    line, about = view.line, view.line.finding
    if about is None or about.repeats is not None:
        return []
    asked = Description(
        line.responsible, about.description, line.opened, line.origin, about.item, line.category, about.number
    )
    return [LikelyRow(each, reverse("finding", args=[each.number])) for each in likely_earlier(actor, asked)]
