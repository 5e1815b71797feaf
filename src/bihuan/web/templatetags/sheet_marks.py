"""Marks on the sheet: claims coloured by what the book says to them, and figures that open."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from bihuan.reports.checking.verdicts import Ruling
from bihuan.web.check.checked import Checked
from bihuan.web.check.seals import TO_DECIDE

register = template.Library()

_CLAIMS = {
    Ruling.DIFFERS: "claim claim--differs",
    Ruling.UNCLEAR: "claim claim--unclear",
    Ruling.PROVEN: "claim claim--proven",
    Ruling.UNPROVEN: "claim claim--unproven",
    Ruling.MASKED: "claim claim--masked",
}
_MARKS = {
    Ruling.DIFFERS: '<span class="mark mark--owe" aria-hidden="true">{}</span>',
    Ruling.UNCLEAR: '<span class="mark mark--due" aria-hidden="true">{}</span>',
}
_CURRENT = format_html(' aria-current="{}"', "true")


@register.simple_tag
def claim(checked: Checked, number: int, chosen: int) -> SafeString:
    """A claim in the text; it opens beside it. What asks to be looked at carries its character too."""
    entry = checked.entries[number - 1]
    ruling = entry.verdict.ruling
    mark: SafeString | str = ""
    if ruling in TO_DECIDE:
        mark = format_html(_MARKS[ruling], entry.seal.character)
    return format_html(
        '<a class="{}" id="c{}" href="?claim={}#h-now"{}>{}<span class="sr">，{}</span>{}</a>',
        _CLAIMS[ruling],
        number,
        number,
        _CURRENT if number == chosen else "",
        entry.verdict.claim.text,
        ruling.label,
        mark,
    )
