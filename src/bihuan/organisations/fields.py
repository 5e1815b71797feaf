"""The column in which a path is kept."""

from __future__ import annotations

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper


class PathField(models.CharField[str, str]):
    """A path column. On PostgreSQL it has the C collation: a linguistic one would break the range."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str | None:
        """The column type, with the collation where the database needs it said."""
        kind = super().db_type(connection)
        return f'{kind} COLLATE "C"' if kind and connection.vendor == "postgresql" else kind
