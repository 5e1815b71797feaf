"""Files behind a move, kept in the same store as those behind records."""

from __future__ import annotations

from collections.abc import Sequence

from bihuan.oversight.models import Move, MoveEvidence
from bihuan.records.act import EvidenceFile
from bihuan.records.evidence import keep
from bihuan.records.models import Evidence
from bihuan.values.actor import Actor


def attach(actor: Actor, move: Move, files: Sequence[EvidenceFile]) -> None:
    """Attach the files to a move; the same file handed in twice is attached once.

    Raises:
        BadEvidence, EvidenceTooLarge: a file cannot be kept.
    """
    seen: set[str] = set()
    for file in files:
        kept = keep(file)
        if kept.sha256 in seen:
            continue
        seen.add(kept.sha256)
        row, _ = Evidence.objects.get_or_create(sha256=kept.sha256, defaults={"size": kept.size, "entered": actor.at})
        MoveEvidence.objects.create(move=move, evidence=row, name=kept.name)
