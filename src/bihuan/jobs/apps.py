"""The part as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Jobs: who asked for what, how far it is, what came of it."""

    name = "bihuan.jobs"
    default_auto_field = "django.db.models.BigAutoField"
