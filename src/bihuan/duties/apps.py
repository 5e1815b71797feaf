"""The part as Django knows it: when the program starts, it offers the book the numbers of duties."""

from __future__ import annotations

from django.apps import AppConfig


class DutiesConfig(AppConfig):
    """Duties 责任事项."""

    name = "bihuan.duties"

    def ready(self) -> None:
        """Register with the book; only now are all models loaded."""
        from bihuan.duties import nodes, offered

        offered.register()
        nodes.register()
