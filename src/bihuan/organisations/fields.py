"""The column in which a path is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

if TYPE_CHECKING:
    _Text = models.CharField[str, str]
else:
    _Text = models.CharField


class PathField(_Text):
    """A path column. On PostgreSQL it has the C collation: a linguistic one would break the range."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str | None:
        """The column type, with the collation where the database needs it said."""
        kind = super().db_type(connection)
        return f'{kind} COLLATE "C"' if kind and connection.vendor == "postgresql" else kind
