"""Evidence: stored once, re-checked on reading, and missed when it is gone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bihuan.records import evidence
from bihuan.records.act import Act, EvidenceFile
from bihuan.records.acts import record_act
from bihuan.records.errors import BadEvidence, EvidenceLost, EvidenceTooLarge, UnknownRecord
from bihuan.records.evidence import clean_name, keep, opened, place_of, verify_evidence
from bihuan.records.models import Evidence, Record
from bihuan.records.queries import evidence_for, record_for
from bihuan.values.actor import Actor
from records.acts import meeting

MINUTES = EvidenceFile("纪要.pdf", "会议纪要".encode())


def with_minutes(title: str = "六月") -> Act:
    return replace(meeting(), title=title, evidence=(MINUTES,))


def test_a_file_is_stored_once_for_many_records(recorder: Actor, evidence_store: Path) -> None:
    numbers = [record_act(recorder, with_minutes(title)) for title in ("一", "二")]
    assert Evidence.objects.count() == 1
    assert [path.is_file() for path in evidence_store.rglob("*") if path.parent.name != "waiting"].count(True) == 1
    for number in numbers:
        (file,) = record_for(recorder, number).evidence
        kept, content = evidence_for(recorder, number, file.sha256)
        with content:
            assert (kept.name, content.read().decode()) == ("纪要.pdf", "会议纪要")


def test_the_store_names_files_by_their_digest() -> None:
    kept = keep(MINUTES)
    assert place_of(kept.sha256).parts[-2:] == (kept.sha256[:2], kept.sha256[2:])


def test_a_file_from_the_disk_is_copied_and_the_original_stays(tmp_path: Path) -> None:
    original = tmp_path / "照片.jpg"
    original.write_bytes(b"x" * 3_000_000)
    kept = keep(EvidenceFile("照片.jpg", original))
    with opened(kept.sha256) as file:
        assert len(file.read()) == kept.size == 3_000_000
    assert original.exists()


def test_only_those_who_see_the_record_get_its_files(recorder: Actor, outsider: Actor, inspector: Actor) -> None:
    number = record_act(recorder, with_minutes())
    sha256 = record_for(recorder, number).evidence[0].sha256
    evidence_for(inspector, number, sha256)[1].close()
    with pytest.raises(UnknownRecord):
        evidence_for(outsider, number, sha256)
    other = record_act(recorder, meeting())
    with pytest.raises(UnknownRecord):
        evidence_for(recorder, other, sha256)


def test_a_missing_or_altered_file_is_an_error_and_is_named(recorder: Actor) -> None:
    number = record_act(recorder, with_minutes())
    sha256 = record_for(recorder, number).evidence[0].sha256
    assert not list(verify_evidence())
    place_of(sha256).write_bytes("别的内容".encode())
    with pytest.raises(EvidenceLost, match="被改动过"):
        evidence_for(recorder, number, sha256)
    assert [str(problem) for problem in verify_evidence()] == [
        f"佐证 {sha256[:12]}: 佐证文件 {sha256[:12]} 被改动过（记录 {number} 的“纪要.pdf”）（请从备份恢复）"
    ]
    place_of(sha256).unlink()
    assert "不在存储中" in str(next(iter(verify_evidence())))


def test_handing_in_the_file_again_mends_the_store(recorder: Actor) -> None:
    number = record_act(recorder, with_minutes())
    sha256 = record_for(recorder, number).evidence[0].sha256
    place_of(sha256).write_bytes(b"broken")
    record_act(recorder, with_minutes())
    assert not list(verify_evidence())


def test_files_that_cannot_be_kept_leave_no_record(
    recorder: Actor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence, "LARGEST", 1000)
    for file, refusal in (
        (EvidenceFile("空.pdf", b""), BadEvidence),
        (EvidenceFile("大.pdf", b"x" * 1001), EvidenceTooLarge),
        (EvidenceFile("无.pdf", tmp_path / "无.pdf"), BadEvidence),
        (EvidenceFile("...", b"x"), BadEvidence),
    ):
        with pytest.raises(refusal):
            record_act(recorder, replace(meeting(), evidence=(file,)))
    assert not Record.objects.exists()
    assert not list(place_of("0" * 64).parent.parent.glob("waiting/*"))


def test_a_name_cannot_lead_out_of_its_folder_or_hide() -> None:
    names = ("../../etc/passwd", "C:\\照片\\一.jpg", ".bashrc", "a\u202egnp.exe")
    assert [clean_name(name) for name in names] == ["passwd", "一.jpg", "bashrc", "agnp.exe"]
