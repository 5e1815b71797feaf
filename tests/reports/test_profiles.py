"""How an organisation's documents are headed, addressed and signed; and the notice of a made-up ledger."""

from __future__ import annotations

from pathlib import Path

import pytest

from bihuan.reports.document import Part
from bihuan.reports.docx.writing import docx_bytes
from bihuan.reports.errors import BrokenProfile
from bihuan.reports.issuing import issue_report
from bihuan.reports.profiles import DEMO_NOTICE, Profile, notice, profile_of
from bihuan.reports.verifying import verify_report
from bihuan.reports.writing import Order, write_report
from bihuan.values.actor import Actor

PROFILE = """
profiles:
  - unit: zd
    red_head: 清河市消防救援支队文件
    document_number: 清消〔{年}〕{序}号
    addressee: 省消防救援总队党委
    attachments: [明细表, 问题清单]
    signature: 中共清河市消防救援支队委员会
    copies_to: [市委办公室, 市纪委监委]
    printed_by: 支队办公室
"""


@pytest.fixture
def profile(home: Path) -> None:
    (home / "reports").mkdir()
    (home / "reports" / "profiles.yaml").write_text(PROFILE, encoding="utf-8")


@pytest.mark.usefixtures("profile")
def test_an_issued_document_bears_head_number_attachments_and_copies(approver: Actor, order: Order) -> None:
    document = issue_report(approver, order).document
    lines = [(block.part, block.text) for block in document.paragraphs]
    assert lines[:2] == [(Part.RED_HEAD, "清河市消防救援支队文件"), (Part.NUMBER, "清消〔2023〕1号")]
    assert (Part.ADDRESSEE, "省消防救援总队党委：") in lines
    assert lines[-6:] == [
        (Part.ATTACHMENT, "附件：1. 明细表"),
        (Part.ATTACHMENT, "　　　2. 问题清单"),
        (Part.SIGNATURE, "中共清河市消防救援支队委员会"),
        (Part.DATE, "2023年7月5日"),
        (Part.COPIES, "抄送：市委办公室，市纪委监委。"),
        (Part.COPIES, "支队办公室　2023年7月5日印发"),
    ]


@pytest.mark.usefixtures("profile")
def test_a_draft_leaves_the_running_number_blank(author: Actor, order: Order) -> None:
    assert write_report(author, order).line(Part.NUMBER) == "清消〔2023〕　号"


@pytest.mark.usefixtures("profile")
def test_nothing_of_the_profile_counts_as_a_figure_typed_by_hand(
    approver: Actor, order: Order, tmp_path: Path
) -> None:
    file = tmp_path / "r.docx"
    file.write_bytes(issue_report(approver, order).content)
    verification = verify_report(approver, file)
    assert verification.is_clean
    assert verification.typed == ()


def test_a_made_up_ledger_says_so_at_the_top(home: Path, author: Actor, order: Order, tmp_path: Path) -> None:
    assert notice() == ""
    (home / "demo.txt").write_text("演示", encoding="utf-8")
    document = write_report(author, order)
    assert document.paragraphs[0].text == DEMO_NOTICE
    assert document.title.startswith("中共清河市")
    file = tmp_path / "r.docx"
    file.write_bytes(docx_bytes(document))
    verification = verify_report(author, file)
    assert verification.is_clean
    assert verification.typed == ()


def test_a_unit_without_a_profile_writes_plainly(order: Order) -> None:
    assert profile_of(order.unit) == Profile(unit=order.unit)


@pytest.mark.parametrize("text", ["profiles: 3", "profiles: [{unit: zd, colour: red}]", "profiles: ["])
def test_a_profile_that_cannot_be_read_names_the_place(home: Path, text: str) -> None:
    (home / "reports").mkdir()
    (home / "reports" / "profiles.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(BrokenProfile, match="问题在"):
        profile_of("zd")
