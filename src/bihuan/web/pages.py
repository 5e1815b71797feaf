"""What every page has round it: who looks, where they may go, and whether the ledger is the demo."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
from django.views.decorators.http import require_safe

from bihuan.organisations.accounts import actor_for
from bihuan.values.actor import Actor

_P = ParamSpec("_P")

# Where a visitor may go: the name of the address, the word for it, its icon, and the addresses that belong to it.
_PLACES = (
    ("overview", "总览", "overview", ("overview", "figure")),
    ("duties", "责任账", "book", ("duties", "duties_of")),
    ("records", "台账", "list", ("records", "record")),
)


@dataclass(frozen=True)
class Place:
    """One entry of the main navigation."""

    href: str
    name: str
    icon: str
    is_here: bool


@dataclass(frozen=True)
class Frame:
    """What stands round the content of a page; ``viewer`` is None at the door."""

    is_demo: bool
    viewer: Actor | None = None
    places: tuple[Place, ...] = ()


def bare_frame() -> Frame:
    """The frame for somebody who has not come in yet. The demo command leaves ``demo.txt`` in the ledger's home."""
    return Frame(is_demo=(settings.HOME / "demo.txt").is_file())


def page(request: HttpRequest, actor: Actor, template: str, context: Mapping[str, object]) -> HttpResponse:
    """The page with the frame that the actor sees round it."""
    here = request.resolver_match.url_name if request.resolver_match else ""
    places = tuple(Place(reverse(name), word, icon, here in within) for name, word, icon, within in _PLACES)
    frame = Frame(bare_frame().is_demo, actor, places)
    return render(request, template, {**context, "frame": frame})


def signed_in(
    view: Callable[Concatenate[HttpRequest, Actor, _P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, _P], HttpResponseBase]:
    """Let only somebody signed in look, and hand the view the actor they are now. Looking never writes."""

    @wraps(view)
    def asked(request: HttpRequest, /, *args: _P.args, **kwargs: _P.kwargs) -> HttpResponseBase:
        actor = actor_for(request.user.get_username(), timezone.now())
        return view(request, actor, *args, **kwargs)

    return require_safe(login_required(asked))
