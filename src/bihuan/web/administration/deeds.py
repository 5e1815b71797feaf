"""Pages of administrators: several forms on one page, each for one verb, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect

from bihuan.values.refusal import BadInput, Refusal
from bihuan.web.asking import address

Deed = Callable[[QueryDict], None]


class BadForm(BadInput):
    """Something in a form is missing or cannot be read."""


@dataclass(frozen=True)
class Outcome:
    """What came of a form that was sent.

    Attributes:
        problem: why it was not done, one sentence; "" where nothing was asked for.
        deed: which form it was.
        status: what the page is answered with.
    """

    problem: str = ""
    deed: str = ""
    status: int = 200


def attempted(request: HttpRequest, deeds: Mapping[str, Deed], **asked: object) -> Outcome | HttpResponse:
    """Do what the form asks for: the way back where it was done, else why it was not.

    Args:
        request: a look, or a form with the name of its deed in ``deed``.
        deeds: what each form does.
        asked: what the page is asked for when it is shown again after it was done.
    """
    if request.method != "POST":
        return Outcome()
    name = request.POST.get("deed", "")
    try:
        if name not in deeds:
            raise BadForm("不知道要办哪件事，请从页面上的按钮办。")
        deeds[name](request.POST)
    except Refusal as refusal:
        return Outcome(str(refusal), name, refusal.status)
    return redirect(address(request.path, **asked, done=name))


def word(post: QueryDict, name: str, what: str, longest: int = 120) -> str:
    """A word of the form.

    Raises:
        BadForm: it is missing or too long.
    """
    text = post.get(name, "").strip()
    if not text or len(text) > longest:
        raise BadForm(f"请填写{what}，不超过{longest}个字。")
    return text


def day(post: QueryDict, name: str, what: str) -> date:
    """A day of the form.

    Raises:
        BadForm: it is missing or no day.
    """
    try:
        return date.fromisoformat(post.get(name, "").strip())
    except ValueError:
        raise BadForm(f"请填写{what}，写成 2023-06-26。") from None
