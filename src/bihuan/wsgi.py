"""The WSGI application that a server runs."""

import gc
import os
from contextlib import suppress

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bihuan.settings")
application = get_wsgi_application()

from bihuan.catalog.errors import BrokenPacks  # noqa: E402 - the settings come first
from bihuan.catalog.loaded import catalogue  # noqa: E402

# Broken packs are told by every page that needs them.
with suppress(BrokenPacks):
    catalogue().all_series()
# What is there now stays for good. Every full collection would walk over all of it, and a page would wait 40 ms.
gc.freeze()
