"""The web as Django knows it; when the program starts, it offers the work that it may ask for as jobs."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The face in the browser."""

    name = "bihuan.web"

    def ready(self) -> None:
        """Say what can be done in the background. The work is imported when it is done, not before."""
        from bihuan.jobs.registry import offer

        offer("import", "导入", "bihuan.web.jobs.long_work.import_table")
        offer("export", "导出", "bihuan.web.jobs.long_work.export_ledger")
        offer("check", "核验", "bihuan.web.jobs.long_work.check_document")
        offer("pdf", "写成PDF", "bihuan.web.jobs.long_work.write_pdf")
