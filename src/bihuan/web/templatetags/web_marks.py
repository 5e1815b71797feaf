"""Marks that stand on many pages: icons, seals, matrix cells, the answer's figures."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Protocol

from django import template
from django.templatetags.static import static
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from bihuan.web.duties.account import WindowCell
from bihuan.web.overview.matrix import QUARTER_ENDS, Shade, Standing
from bihuan.web.seals import Seal

register = template.Library()


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """An icon of the sheet ``icons.svg``; the words beside it carry the meaning."""
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>', static("web/icons.svg"), name
    )


@register.simple_tag
@cache
def seal(mark: Seal) -> SafeString:
    """A square seal with one character; its full word is read out."""
    return format_html(
        '<span class="seal seal--{}" role="img" aria-label="{}">{}</span>', mark.shape, mark.word, mark.character
    )


@register.simple_tag
def cell(of: Standing | WindowCell, href: str, is_chosen: bool, row: str, column: str | int) -> SafeString:  # noqa: FBT001 - a template tag is called by position
    """A cell of a matrix: its figure, the word under it, and where it opens."""
    shade, inside = _of_standing(of) if isinstance(of, Standing) else _drawn(of)
    if shade is Shade.EMPTY:
        return SafeString("")
    if not href:
        return SafeString(f'<span class="cell cell--{shade}">{inside}</span>')
    spoken = escape(f"{row}{column}月" if isinstance(column, int) else f"{row}{column}")
    current = ' aria-current="true"' if is_chosen else ""
    # Put together by hand, each part escaped: a plan has hundreds of cells, and format_html takes five times as long.
    link = (
        f'<a class="cell cell--{shade}" href="{escape(href)}"{current}><span class="sr">{spoken}，</span>{inside}</a>'
    )
    return SafeString(link)


@lru_cache(maxsize=4096)
def _of_standing(of: Standing) -> tuple[Shade, SafeString]:
    """Many units stand alike in a month: what they look like is drawn once."""
    return _drawn(of)


def _drawn(of: Standing | WindowCell) -> tuple[Shade, SafeString]:
    shade = of.shade
    if shade is Shade.EMPTY:
        return shade, SafeString("")
    return shade, _inside(shade, of.figure, of.word, of.percent if shade is Shade.OPEN else 0)


class MonthCell(Protocol):
    """A cell of a row that has one for each month."""

    @property
    def month(self) -> int:
        """The month, 1 to 12."""

    @property
    def standing(self) -> Standing:
        """How the month stands."""

    @property
    def href(self) -> str:
        """Where it opens, or ""."""

    @property
    def is_chosen(self) -> bool:
        """Whether it is the one that is open."""


@register.simple_tag
def month_cells(cells: Iterable[MonthCell], row: str) -> SafeString:
    """The cells of a row, a month each; the ends of quarters are set off. One tag for all: a plan has hundreds."""
    drawn = (
        f'<td class="q">{each}</td>' if month in QUARTER_ENDS else f"<td>{each}</td>"
        for month, each in ((of.month, cell(of.standing, of.href, of.is_chosen, row, of.month)) for of in cells)
    )
    return SafeString("".join(drawn))


@lru_cache(maxsize=4096)
def _inside(shade: Shade, figure: str, word: str, percent: int) -> SafeString:
    """The figure of a cell with the word under it and, where it is open, its bar."""
    words = format_html("<small>{}</small>", word) if word else ""
    return format_html("{}{}{}", figure, words, _bar(percent) if shade is Shade.OPEN else "")


def _bar(percent: int) -> SafeString:
    return format_html(
        '<svg class="cell__bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="bg" width="100" height="4"/><rect class="fg" width="{}" height="4"/></svg>',
        percent,
    )
