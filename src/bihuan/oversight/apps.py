"""What oversight tells other parts when the program starts: what its sources are called, who did what, a number."""

from __future__ import annotations

from django.apps import AppConfig


class OversightConfig(AppConfig):
    """Oversight as Django knows it."""

    name = "bihuan.oversight"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register who describes the sources of postings, what people carried out, whose account a deed changes.

        The last two join parts that may not import each other; this is the lowest part above both.
        """
        from bihuan.book.registry import attest, describe
        from bihuan.duties.registry import count_by_holder, tell_bearing
        from bihuan.oversight.bearing import accounts_touched
        from bihuan.oversight.describing import describe_findings, describe_tasks
        from bihuan.oversight.incident_free import register
        from bihuan.oversight.registers import attested_zeros
        from bihuan.records.doers import acts_carried_out

        describe("finding", describe_findings)
        describe("task", describe_tasks)
        attest(attested_zeros)
        count_by_holder(acts_carried_out)
        tell_bearing(accounts_touched)
        register()
