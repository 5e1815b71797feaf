"""The month's bulletin as a document: the template of the packs, with the same charts as the page."""

from __future__ import annotations

import shutil
from collections.abc import Sequence

from django.urls import reverse

from bihuan.organisations.queries import UnitPlace
from bihuan.reports.templates import templates
from bihuan.values.actor import Action, Actor
from bihuan.values.period import Period
from bihuan.values.unit_type import UnitType
from bihuan.web.asking import address

TEMPLATE = "monthly_bulletin"


def bulletin_files(actor: Actor, units: Sequence[UnitPlace], period: Period) -> dict[str, object] | None:
    """Where the bulletin of the first of the units is drafted and handed out; None for who may not write or sign it.

    The template ranks brigades: a unit without any has no such document.
    """
    place = units[0]
    may = actor.may(Action.WRITE, place.path) or actor.may(Action.ISSUE, place.path)
    if not may or TEMPLATE not in templates() or not any(unit.type is UnitType.BRIGADE for unit in units[1:]):
        return None
    asked = {"template": TEMPLATE, "unit": place.code, "period": str(period)}
    return {
        "asked": asked,
        "draft": address(reverse("draft"), **asked),
        "docx": address(reverse("draft_file", args=["docx"]), **asked),
        "has_pdf": shutil.which("soffice") is not None,
    }
