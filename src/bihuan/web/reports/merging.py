"""报告: a .docx that was edited elsewhere, taken back into its draft by the browser."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from bihuan.reports.drafting.taking_back import merge_report
from bihuan.values.actor import Actor
from bihuan.values.refusal import Refusal
from bihuan.web.check.uploads import name_of
from bihuan.web.pages import page, signed_in_to_act


@signed_in_to_act
def merge_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Take the file back and say what came of it; nothing of the file itself is kept. Looking leads to the list."""
    if request.method != "POST":
        return HttpResponseRedirect(f"{reverse('reports')}#merge")
    file = request.FILES.get("file")
    context: dict[str, object] = {"crumbs": [(reverse("reports"), "报告")], "as_new": "new" in request.POST}
    try:
        name = name_of(file)
        content = file.read() if file is not None else b""
        context["merge"] = merge_report(actor, content, name, as_new="new" in request.POST)
    except Refusal as refusal:
        context["merge_refusal"] = refusal
        return page(request, actor, "web/merged.html", context, status=refusal.status)
    return page(request, actor, "web/merged.html", context)
