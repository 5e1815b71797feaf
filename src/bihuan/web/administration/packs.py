"""目录: the packs that are loaded, what they hold, and everything that is wrong with them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from bihuan.catalog.loaded import catalogue, home, pack_folders
from bihuan.catalog.loader import load_packs
from bihuan.values.actor import Actor
from bihuan.values.refusal import NotAllowed
from bihuan.web.navigation import KEEPS
from bihuan.web.pages import page, signed_in


class NotAKeeper(NotAllowed):
    """The page is for administrators."""


@dataclass(frozen=True)
class PackRow:
    """A pack with what it brings."""

    key: str
    name: str
    version: str
    description: str
    needs: str
    kinds: int


@signed_in
def packs_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The packs in use, and what checking them anew finds: what was changed on the disk is seen before a restart."""
    if not KEEPS(actor):
        raise NotAKeeper("目录由管理员看；要记的事项请从“记一笔”里找。")
    packs = catalogue()
    kinds = Counter(packs.origins[key] for key in packs.kinds)
    names = {head.key: head.name for head in packs.packs}
    folders, problems = pack_folders(home())
    context: dict[str, object] = {
        "rows": [
            PackRow(
                head.key,
                head.name,
                head.version,
                head.description,
                "、".join(names[need] for need in head.needs),
                kinds[head.key],
            )
            for head in packs.packs
        ],
        "counts": {"kinds": len(packs.kinds), "series": len(packs.all_series()), "duties": len(packs.duties)},
        "open_lists": [each for each in packs.lists.values() if not each.choices],
        "unset": [duty for duty in packs.duties if duty.times is None],
        "problems": [*problems, *load_packs(folders)[1]],
    }
    return page(request, actor, "web/packs.html", context)
