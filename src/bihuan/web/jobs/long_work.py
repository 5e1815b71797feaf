"""What the web has done in the background: an import, an export, the check of a document, a report as PDF.

Each makes its owner's actor anew when it begins, so that a role withdrawn after the asking counts.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import PurePath

from bihuan.jobs.job import Outcome
from bihuan.jobs.registry import Run
from bihuan.organisations.accounts import actor_for
from bihuan.records.act import State
from bihuan.records.errors import BadRows, ImportedBefore
from bihuan.records.exporting import ALL, export_records
from bihuan.records.importing import ImportResult, Source, import_records
from bihuan.records.queries import Search
from bihuan.reports.checking.verdicts import Ruling
from bihuan.reports.drafting.drafts import draft_for
from bihuan.reports.errors import Gaps
from bihuan.reports.exporting import content
from bihuan.reports.writing import Order, draft_report
from bihuan.values.actor import Actor
from bihuan.values.period import Period
from bihuan.web.check.memory import check_of
from bihuan.web.check.sheet import workbook_of
from bihuan.web.check.uploads import Upload, keep, new_token, text_of_file
from bihuan.web.records.import_result import found_of, sentence_of

SHOWN_PROBLEMS = 1_000
SAFE_IN_NAMES = str.maketrans(dict.fromkeys('\\/:*?"<>|', "_"))


def import_table(run: Run) -> None:
    """Enter the records of a table, all or none of them; the job is done if and only if they are in the ledger."""
    actor = actor_for(run.account, run.at)
    source = Source(run.file(run.ask["file"]), run.ask["kind"], run.ask["unit"], again=run.ask.get("again") == "1")

    def told(done: int, total: int, doing: str) -> None:
        run.advance(done, total, f"行已{doing}")

    def closing(result: ImportResult) -> None:
        run.end(Outcome(sentence_of(result), found=found_of(result, source.kind)))

    try:
        import_records(actor, source, told, closing)
    except BadRows as refusal:
        listed = refusal.problems[:SHOWN_PROBLEMS]
        run.end(Outcome(str(refusal), is_done=False, problems=listed, problem_count=refusal.total))
    except ImportedBefore as refusal:
        run.end(Outcome(str(refusal), is_done=False, found=json.dumps({"again": True})))


def search_in(ask: Mapping[str, str]) -> Search:
    """The records that an export was asked for.

    Raises:
        BadPeriod: the period is written in no form that we know.
    """
    return Search(
        unit=ask.get("unit", ""),
        kind=ask.get("kind") or ALL,
        period=Period.parse(ask["period"]) if ask.get("period") else None,
        state=State(ask["state"]) if ask.get("state") else None,
        text=ask.get("text", ""),
        late=True if ask.get("sort") == "late" else None,
        corrected=ask.get("sort") == "corrected",
    )


def export_ledger(run: Run) -> None:
    """Write the records wanted as a workbook."""
    actor = actor_for(run.account, run.at)
    name = run.ask["name"]

    def told(done: int, total: int) -> None:
        run.advance(done, total, "条")

    made = export_records(actor, search_in(run.ask), run.folder / name, told)
    run.end(Outcome(f"导出{made.records}条记录，{made.sheets}张表。", result=name, seen_with=actor.grants))


def check_document(run: Run) -> None:
    """Read a document, hold it against the book, and keep both for its owner."""
    actor = actor_for(run.account, run.at)
    run.advance(0, 2, "步")
    name, text = text_of_file(run.file(run.ask["file"]))
    upload = Upload(new_token(), name, text, run.ask["unit"], run.ask["period"], actor.at.isoformat())
    run.advance(1, 2, "步")
    found = check_of(actor, upload)
    sheet = f"{PurePath(name).stem}核验单.xlsx"
    (run.folder / sheet).write_bytes(workbook_of(name, found))
    keep(actor.account, upload, actor.at)
    counts = found.check.counts
    said = f"核了{len(found.entries)}处数字：{counts[Ruling.PROVEN]}处有据，{counts[Ruling.DIFFERS]}处不符"
    told = json.dumps({"upload": upload.token})
    run.end(Outcome(f"{said}，{counts[Ruling.UNCLEAR]}处待定。", result=sheet, seen_with=actor.grants, found=told))


def write_pdf(run: Run) -> None:
    """Write a draft and convert it, which LibreOffice takes seconds for."""
    actor = actor_for(run.account, run.at)
    run.advance(0, 2, "步")
    drafted = draft_report(actor, _order_in(actor, run.ask))
    title = drafted.document.title
    if drafted.gaps:
        raise Gaps(title, drafted.gaps)
    run.advance(1, 2, "步")
    name = f"{title.translate(SAFE_IN_NAMES)[:80]}（草稿）.pdf"
    (run.folder / name).write_bytes(content(drafted.document, ".pdf"))
    run.end(Outcome(f"{len(drafted.document.mentions)}处数据，已写成PDF。", result=name, seen_with=actor.grants))


def _order_in(actor: Actor, ask: Mapping[str, str]) -> Order:
    """The report that was asked for: the version of a kept draft, or a template filled in."""
    if "draft" in ask:
        return draft_for(actor, int(ask["draft"]), int(ask["version"])).order
    day = date.fromisoformat(ask["day"])
    return Order(ask["template"], ask["unit"], Period.parse(ask["period"]), day, ask["to"])
