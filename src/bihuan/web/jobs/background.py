"""Handing work over: a page asks for it, and leads to the job; short work is done before the answer."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from bihuan.jobs.asking import ask_for
from bihuan.jobs.job import Order
from bihuan.jobs.running import carry_out
from bihuan.values.actor import Actor


def now() -> datetime:
    """The clock that the work of a job reads. Only a face asks."""
    return timezone.now()


def ask_and_go(actor: Actor, order: Order, *, at_once: bool) -> HttpResponse:
    """Ask for the work and lead to the page of the job; short work is done before the answer."""
    return go(ask_for(actor, order), at_once=at_once)


def go(token: str, *, at_once: bool) -> HttpResponse:
    """Lead to the page of a job that was asked for; short work is done before the answer."""
    if at_once:
        carry_out(token, now, at_once=True)
    return HttpResponseRedirect(reverse("job", args=[token]))
