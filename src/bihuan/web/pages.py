"""What every page has round it: who looks, where they may go, and whether the ledger is the demo."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from bihuan.jobs.marks import unseen
from bihuan.organisations.accounts import actor_for
from bihuan.trail.look import one_look
from bihuan.values.actor import Actor
from bihuan.web.navigation import RECORD, RECORDS, SEES, ways_of

_P = ParamSpec("_P")


@dataclass(frozen=True)
class Place:
    """One entry of the main navigation."""

    href: str
    name: str
    icon: str
    is_here: bool
    by_thumb: bool = False
    note: str = ""


@dataclass(frozen=True)
class Frame:
    """What stands round the content of a page; ``viewer`` is None at the door.

    Attributes:
        records: the address of 记一笔, "" for who records nothing.
        here: the name of the address that is shown.
        sees: whether the viewer sees any unit's business: administrators do not.
        ended: how many of the viewer's jobs have ended since they last looked; asks no database.
    """

    is_demo: bool
    viewer: Actor | None = None
    places: tuple[Place, ...] = ()
    records: str = ""
    here: str = ""
    sees: bool = False
    ended: int = 0

    @property
    def thumbs(self) -> tuple[Place, ...]:
        """What stands in the bar at the foot of a phone: who records needs few, others the first of their places."""
        return tuple(place for place in self.places if place.by_thumb) if self.records else self.places[:4]

    @property
    def is_recording(self) -> bool:
        """Whether the page is one of 记一笔."""
        return self.here in RECORD


def bare_frame() -> Frame:
    """The frame for somebody who has not come in yet. The demo command leaves ``demo.txt`` in the ledger's home."""
    return Frame(is_demo=(settings.HOME / "demo.txt").is_file())


def page(
    request: HttpRequest, actor: Actor, template: str, context: Mapping[str, object], status: int = 200
) -> HttpResponse:
    """The page with the frame that the actor sees round it."""
    return render(request, template, {**context, "frame": frame_for(request, actor)}, status=status)


def frame_for(request: HttpRequest, actor: Actor) -> Frame:
    """The frame that the actor sees, with the ways that are open to them."""
    here = (request.resolver_match.url_name or "") if request.resolver_match else ""
    places = tuple(
        Place(reverse(way.name), way.word, way.icon, here in way.within, way.by_thumb, way.note)
        for way in ways_of(actor)
    )
    records = reverse("kinds") if RECORDS(actor) else ""
    return Frame(bare_frame().is_demo, actor, places, records, here, SEES(actor), unseen(actor.account))


def signed_in(
    view: Callable[Concatenate[HttpRequest, Actor, _P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, _P], HttpResponseBase]:
    """Let only somebody signed in look, and hand the view the actor they are now. Looking never writes."""

    @wraps(view)
    def asked(request: HttpRequest, /, *args: _P.args, **kwargs: _P.kwargs) -> HttpResponseBase:
        actor = actor_for(request.user.get_username(), timezone.now())
        with one_look():
            return view(request, actor, *args, **kwargs)

    return require_safe(login_required(asked))


def signed_in_to_act(
    view: Callable[Concatenate[HttpRequest, Actor, _P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, _P], HttpResponseBase]:
    """Let only somebody signed in come, to look at a form by GET or to act by POST."""

    @wraps(view)
    def asked(request: HttpRequest, /, *args: _P.args, **kwargs: _P.kwargs) -> HttpResponseBase:
        actor = actor_for(request.user.get_username(), timezone.now())
        with nullcontext() if request.method == "POST" else one_look():
            return view(request, actor, *args, **kwargs)

    return require_http_methods(["GET", "HEAD", "POST"])(login_required(asked))
