"""设置: the system administrator's page. The backup, what the ledger runs on, how documents are headed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib.metadata import version

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header

from bihuan.catalog.loaded import catalogue, home, pack_folders
from bihuan.catalog.loader import load_packs
from bihuan.organisations.queries import UnitPlace
from bihuan.organisations.safekeeping import database_size, last_backup, may_back_up, take_backup
from bihuan.reports.profile_keeping import profile_for, set_profile
from bihuan.trail.archive import Store
from bihuan.values.actor import Action, Actor
from bihuan.web.administration.deeds import Deed, attempted
from bihuan.web.administration.units import keeping_at
from bihuan.web.asking import address
from bihuan.web.pages import page, signed_in_to_act

DONE = {"profile": "发文设置已保存，以后写的报告照它来。"}
NO_RIGHT = "设置由系统管理员管，请联系本单位的系统管理员。"
_LINES = ("red_head", "document_number", "addressee", "signature", "printed_by")


@signed_in_to_act
def settings_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What the ledger runs on and how it is kept; the form that says how a unit's documents are headed."""
    place = keeping_at(actor, request.GET.get("unit", ""), Action.ORGANISE, NO_RIGHT)
    outcome = attempted(request, _deeds(actor, place), unit=place.code)
    if isinstance(outcome, HttpResponse):
        return outcome
    _, profile = profile_for(actor, place.code)
    packs, store = catalogue(), ledger_store()
    folders, problems = pack_folders(home())
    context: dict[str, object] = {
        "unit": place,
        "outcome": outcome,
        "done": DONE.get(request.GET.get("done", ""), ""),
        "last": last_backup(),
        "may_back_up": may_back_up(actor),
        "version": version("bihuan"),
        "database": "PostgreSQL" if store.is_postgres else "SQLite",
        "size": database_size(store),
        "free": store.free,
        "packs": packs.packs,
        "problems": len(problems) + len(load_packs(folders)[1]),
        "years": sorted({each.year for each in packs.calendars}),
        "profile": profile,
        "told": request.POST if outcome.problem else _told(profile.model_dump()),
    }
    return page(request, actor, "web/settings.html", context, outcome.status)


@signed_in_to_act
def backup_file(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """The whole ledger as one file, piece by piece while others go on writing; by POST, since it is noted."""
    keeping_at(actor, "", Action.ORGANISE, NO_RIGHT)
    if request.method != "POST":
        return HttpResponse(status=302, headers={"Location": address(reverse("settings"))})
    pieces = take_backup(actor, ledger_store(), timezone.now)
    # The copy of the database is made before the first piece: what is wrong with it can still be said on a page.
    first = next(pieces, b"")
    answer = StreamingHttpResponse(_after(first, pieces), content_type="application/gzip")
    name = f"闭环备份-{timezone.localtime():%Y%m%d-%H%M}.tar.gz"
    answer.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return answer


def _after(first: bytes, pieces: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from pieces


def ledger_store() -> Store:
    """Where the ledger lies, as the settings and the environment say."""
    return Store(settings.HOME, os.environ.get("BIHUAN_DATABASE_URL", ""))


def _deeds(actor: Actor, place: UnitPlace) -> dict[str, Deed]:
    return {"profile": lambda post: _set(actor, place, post)}


def _set(actor: Actor, place: UnitPlace, post: QueryDict) -> None:
    wanted: dict[str, str | tuple[str, ...]] = {key: post.get(key, "").strip() for key in _LINES}
    copies = post.get("copies_to", "").replace("、", "\n").split("\n")
    wanted["copies_to"] = tuple(each.strip() for each in copies if each.strip())
    set_profile(actor, place.code, wanted)


def _told(kept: dict[str, str | tuple[str, ...]]) -> dict[str, str]:
    return {key: value if isinstance(value, str) else "、".join(value) for key, value in kept.items()}
