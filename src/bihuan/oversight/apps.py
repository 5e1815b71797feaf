"""Tells the book, when the program starts, what its findings and tasks are called in a proof."""

from __future__ import annotations

from django.apps import AppConfig


class OversightConfig(AppConfig):
    """Oversight as Django knows it."""

    name = "bihuan.oversight"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register who describes the sources of postings."""
        from bihuan.book.registry import describe
        from bihuan.oversight.describing import describe_findings, describe_tasks

        describe("finding", describe_findings)
        describe("task", describe_tasks)
