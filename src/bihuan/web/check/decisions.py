"""Decisions on a claim, sent from its panel: about this series, no figure at all, a note, or all of it taken back."""

from __future__ import annotations

from django.http import HttpRequest

from bihuan.organisations.errors import MayNot
from bihuan.organisations.queries import unit_for
from bihuan.reports.checking.decided import DecisionStep
from bihuan.reports.checking.decisions import Concerning, accept, dismiss, note, phrase_of, withdraw
from bihuan.values.actor import Action, Actor
from bihuan.web.asking import BadAddress
from bihuan.web.check.checked import Checked, Entry


def may_decide(actor: Actor, unit: str) -> bool:
    """Whether to offer the buttons; the verbs decide."""
    try:
        unit_for(actor, unit, Action.WRITE)
    except MayNot:
        return False
    return True


def decide(request: HttpRequest, actor: Actor, checked: Checked, entry: Entry) -> None:
    """Do what the form asks for.

    Raises:
        BadAddress: it asks for nothing that there is.
        UnknownKey, NoWords, MayNot: as the verbs of `bihuan.reports.checking.decisions`.
    """
    verdict, check = entry.verdict, checked.check
    about = Concerning(check.unit.code, check.period, verdict.fingerprint, phrase_of(verdict.claim))
    words = request.POST.get("words", "")
    match request.POST.get("step", ""):
        case DecisionStep.ACCEPT:
            accept(actor, about, request.POST.get("series", ""))
        case DecisionStep.DISMISS:
            dismiss(actor, about, words)
        case DecisionStep.NOTE:
            note(actor, about, words)
        case DecisionStep.WITHDRAW:
            withdraw(actor, about)
        case _:
            raise BadAddress("没有看懂要定什么，请从页面上的按钮点选。")
