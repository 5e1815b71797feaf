"""Putting the last request of a browser at another moment."""

from __future__ import annotations

from datetime import datetime
from unittest.mock import patch

from django.http import HttpResponse
from django.test import Client

from bihuan.web.idleness import note_presence


def at_moment(client: Client, moment: datetime) -> None:
    """Let the client have been here last at the moment."""
    answer = HttpResponse()
    # The signature carries the time at which it was made; no other way leads to an old one.
    with patch("django.core.signing.time.time", return_value=moment.timestamp()):
        note_presence(answer, client.session.session_key)
    client.cookies.update(answer.cookies)
