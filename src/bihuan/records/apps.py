"""The part as Django knows it; when the program starts, it tells the book what its records are called."""

from __future__ import annotations

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """Records: acts with their evidence, corrections, import and export."""

    name = "bihuan.records"

    def ready(self) -> None:
        """Register with the book, which must not import this part."""
        from bihuan.book.registry import describe
        from bihuan.records.queries import descriptions

        describe("record", descriptions)
