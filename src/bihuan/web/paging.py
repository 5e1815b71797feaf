"""Pages of a long list: which one this is, and the addresses of its neighbours. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from bihuan.web.asking import address


@dataclass(frozen=True)
class Paging:
    """One page of a list that has ``total`` entries; where ``is_more``, so many and more, which nobody counted.

    Attributes:
        path: the address without its question.
        asked: the rest of the question, which every page keeps.
    """

    page: int
    size: int
    total: int
    path: str
    asked: tuple[tuple[str, object], ...] = ()
    is_more: bool = False

    @property
    def pages(self) -> int:
        """How many pages there are; an empty list has one."""
        return max(1, -(-self.total // self.size))

    @property
    def total_text(self) -> str:
        """How many entries there are, as a page says it."""
        return f"{self.total}{'+' if self.is_more else ''}"

    @property
    def first(self) -> int:
        """The number of the first entry on this page; 0 where there is none."""
        return min(self.total, (self.page - 1) * self.size + 1)

    @property
    def last(self) -> int:
        """The number of the last entry on this page."""
        return min(self.total, self.page * self.size)

    @property
    def before(self) -> str:
        """The address of the page before, or ""."""
        return self._at(min(self.page - 1, self.pages))

    @property
    def after(self) -> str:
        """The address of the page after, or ""."""
        return self._at(self.page + 1)

    def _at(self, page: int) -> str:
        return address(self.path, **dict(self.asked), page=page) if 1 <= page <= self.pages else ""
