"""The part as Django knows it: when the program starts, the organisation's numbers are offered."""

from __future__ import annotations

from django.apps import AppConfig


class BookConfig(AppConfig):
    """The book 总账."""

    name = "bihuan.book"

    def ready(self) -> None:
        """Register; only now are all models loaded."""
        from bihuan.book.organisation_numbers import register

        register()
