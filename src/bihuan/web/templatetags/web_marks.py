"""Marks that stand on many pages: icons, seals, matrix cells, the answer's figures."""

from __future__ import annotations

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from bihuan.web.accounts import WindowCell
from bihuan.web.matrix import Shade, Standing
from bihuan.web.seals import Seal

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon of the sheet ``icons.svg``; the words beside it carry the meaning."""
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>', static("web/icons.svg"), name
    )


@register.simple_tag
def seal(mark: Seal) -> SafeString:
    """A square seal with one character; its full word is read out."""
    return format_html(
        '<span class="seal seal--{}" role="img" aria-label="{}">{}</span>', mark.shape, mark.word, mark.character
    )


@register.simple_tag
def cell(of: Standing | WindowCell, href: str, is_chosen: bool, row: str, column: str | int) -> SafeString:  # noqa: FBT001 - a template tag is called by position
    """A cell of a matrix: its figure, the word under it, and where it opens."""
    if of.shade is Shade.EMPTY:
        return SafeString("")
    inside = format_html("{}{}{}", of.figure, _word(of), _bar(of))
    if not href:
        return format_html('<span class="cell cell--{}">{}</span>', of.shade, inside)
    spoken = f"{row}{column}月" if isinstance(column, int) else f"{row}{column}"
    return format_html(
        '<a class="cell cell--{}" href="{}"{}><span class="sr">{}，</span>{}</a>',
        of.shade,
        href,
        _CHOSEN if is_chosen else "",
        spoken,
        inside,
    )


_CHOSEN = format_html(' aria-current="{}"', "true")


def _word(of: Standing | WindowCell) -> SafeString | str:
    return format_html("<small>{}</small>", of.word) if of.word else ""


def _bar(of: Standing | WindowCell) -> SafeString | str:
    if of.shade is not Shade.OPEN:
        return ""
    return format_html(
        '<svg class="cell__bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="bg" width="100" height="4"/><rect class="fg" width="{}" height="4"/></svg>',
        of.percent,
    )
