"""Issuing freezes a report; verifying holds a file against what was frozen and against the book."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from django.db import transaction

from bihuan.book.posting import reverse
from bihuan.organisations.errors import MayNot
from bihuan.reports.docx.writing import docx_bytes
from bihuan.reports.errors import NotAReport
from bihuan.reports.issuing import issue_report
from bihuan.reports.models import IssuedFigure, IssuedReport
from bihuan.reports.verifying import MentionState, Verification, verify_report
from bihuan.reports.writing import Order, write_report
from bihuan.trail.models import Entry
from bihuan.values.actor import Actor
from conftest import at
from machine import through_office
from reports.conftest import edited

MAIN = "word/document.xml"


@pytest.fixture
def issued(approver: Actor, order: Order, tmp_path: Path) -> Path:
    file = tmp_path / "issued.docx"
    file.write_bytes(issue_report(approver, order).content)
    return file


def states(verification: Verification) -> list[MentionState]:
    return [each.state for each in verification.mentions]


def test_issuing_freezes_number_moment_figures_and_digest(approver: Actor, order: Order) -> None:
    first, second = issue_report(approver, order), issue_report(approver, order)
    assert (first.number, second.number) == ("zd-2023-001", "zd-2023-002")
    row = IssuedReport.objects.get(number=first.number)
    assert row.sha256 == hashlib.sha256(first.content).hexdigest()
    assert row.as_of == approver.at
    figure = IssuedFigure.objects.get(report=row, key="party_committee_meeting.meetings")
    assert (figure.value, figure.members, figure.texts) == ("14", 14, "14次\n14次")
    assert Entry.objects.filter(verb="issue_report", subject="report:zd-2023-001").exists()


def test_the_author_may_write_but_not_issue(author: Actor, order: Order) -> None:
    write_report(author, order)
    with pytest.raises(MayNot):
        issue_report(author, order)


def test_an_untouched_report_is_clean(operator: Actor, issued: Path) -> None:
    verification = verify_report(operator, issued)
    assert verification.is_clean
    assert set(states(verification)) == {MentionState.UNCHANGED}
    assert verification.typed == ()


def test_a_draft_is_clean_without_being_registered(
    operator: Actor, author: Actor, order: Order, tmp_path: Path
) -> None:
    file = tmp_path / "draft.docx"
    file.write_bytes(docx_bytes(write_report(author, order)))
    assert verify_report(operator, file).is_clean


@pytest.mark.parametrize(
    ("was", "becomes", "state"),
    [
        (">1153.4万元<", ">1253.4万元<", MentionState.EDITED),
        ("召开党委会</w:t>", "召开党委会1</w:t>", MentionState.EDITED),
    ],
)
def test_changed_digits_are_seen(
    operator: Actor, issued: Path, tmp_path: Path, was: str, becomes: str, state: MentionState
) -> None:
    file = edited(issued, tmp_path / "edited.docx", MAIN, lambda text: text.replace(was, becomes, 1))
    found = states(verify_report(operator, file))
    assert found.count(state) == 1
    assert found.count(MentionState.UNCHANGED) == len(found) - 1


def test_a_deleted_paragraph_loses_its_figures(operator: Actor, issued: Path, tmp_path: Path) -> None:
    def cut(text: str) -> str:
        return re.sub(r"<w:p>(?:(?!</w:p>).)*审计金额.*?</w:p>", "", text, count=1, flags=re.DOTALL)

    found = verify_report(operator, edited(issued, tmp_path / "cut.docx", MAIN, cut)).mentions
    assert {each.written for each in found if each.state is MentionState.LOST} == {"1153.4万元", "7类", "59条"}


def test_a_copied_figure_is_named(operator: Actor, issued: Path, tmp_path: Path) -> None:
    def copied(text: str) -> str:
        field = re.search(r"<w:r><w:fldChar w:fldCharType=\"begin\"/>.*?fldCharType=\"end\"/></w:r>", text, re.DOTALL)
        assert field is not None
        return text.replace("</w:body>", f"<w:p>{field[0]}</w:p></w:body>")

    found = states(verify_report(operator, edited(issued, tmp_path / "copied.docx", MAIN, copied)))
    assert found.count(MentionState.COPIED) == 1


def test_a_forged_index_does_not_pass(operator: Actor, issued: Path, tmp_path: Path) -> None:
    forged = edited(issued, tmp_path / "a.docx", MAIN, lambda text: text.replace(">59条<", ">58条<"))
    forged = edited(forged, tmp_path / "b.docx", "docProps/custom.xml", lambda text: text.replace(">59条<", ">58条<"))
    found = states(verify_report(operator, forged))
    assert found.count(MentionState.ALTERED) == 1


def test_a_record_taken_back_after_issue_is_seen(operator: Actor, issued: Path) -> None:
    with transaction.atomic():
        reverse("record", [21], at(2023, 7, 2))
    (changed,) = [f for f in verify_report(operator, issued).mentions if f.state is not MentionState.UNCHANGED]
    assert changed.state is MentionState.RECORDS_CHANGED
    assert "60余次" in changed.written
    assert [member.source for member in changed.changes.gone] == [21]
    assert changed.changes.come == ()
    assert "账上现为62次：少了6月5日" in changed.why


def test_a_number_that_nobody_issued_is_not_clean(operator: Actor, issued: Path, tmp_path: Path) -> None:
    file = edited(
        issued, tmp_path / "x.docx", "docProps/custom.xml", lambda text: text.replace("zd-2023-001", "zd-2023-777")
    )
    verification = verify_report(operator, file)
    assert not verification.is_registered
    assert not verification.is_clean


def test_a_number_typed_by_hand_is_listed(operator: Actor, issued: Path, tmp_path: Path) -> None:
    file = edited(
        issued,
        tmp_path / "typed.docx",
        MAIN,
        lambda text: text.replace("</w:body>", "<w:p><w:r><w:t>开展培训5次。</w:t></w:r></w:p></w:body>"),
    )
    assert [claim.text for claim in verify_report(operator, file).typed] == ["5次"]


def test_other_files_are_refused(operator: Actor, tmp_path: Path) -> None:
    file = tmp_path / "x.docx"
    file.write_bytes(b"not a zip")
    with pytest.raises(NotAReport):
        verify_report(operator, file)


@pytest.mark.slow
@pytest.mark.parametrize("route", [("docx",), ("odt", "docx")])
def test_every_figure_survives_libreoffice(
    operator: Actor, issued: Path, tmp_path: Path, route: tuple[str, ...]
) -> None:
    (file,) = through_office([issued], tmp_path, route)
    assert verify_report(operator, file).is_clean


def test_a_mention_removed_with_its_mark_is_missed_all_the_same(
    operator: Actor, issued: Path, tmp_path: Path
) -> None:
    def unmarked(text: str) -> str:
        return re.sub(r'<property [^>]*name="bihuan_M4_F4">.*?</property>', "", text)

    file = edited(issued, tmp_path / "unmarked.docx", "docProps/custom.xml", unmarked)
    verification = verify_report(operator, file)
    assert [each.written for each in verification.mentions if each.state is MentionState.LOST] == ["1153.4万元"]
    assert not verification.is_clean


def test_an_index_with_holes_is_refused(operator: Actor, author: Actor, order: Order, tmp_path: Path) -> None:
    file = tmp_path / "draft.docx"
    file.write_bytes(docx_bytes(write_report(author, order)))
    holed = edited(
        file, tmp_path / "holed.docx", "docProps/custom.xml", lambda text: text.replace('"bihuan_F4"', '"other"')
    )
    with pytest.raises(NotAReport, match="不完整"):
        verify_report(operator, holed)
