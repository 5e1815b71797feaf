"""The lists that a YAML file of a pack may hold."""

from __future__ import annotations

from bihuan.catalog.mechanisms import (
    AbsenceClaim,
    AssessmentOutline,
    ClosedLoop,
    ConsistencyCheck,
    DutyList,
    ParallelMechanism,
    ReportGenre,
    SourceDocument,
)
from bihuan.catalog.schema import Duty, Entry, Filling, Formula, Kind, Offered, OpenList, Quota, Theme


class PackFile(Entry):
    """What a YAML file of a pack may hold; every list may be absent."""

    themes: tuple[Theme, ...] = ()
    kinds: tuple[Kind, ...] = ()
    lists: tuple[OpenList, ...] = ()
    formulas: tuple[Formula, ...] = ()
    offered: tuple[Offered, ...] = ()
    duties: tuple[Duty, ...] = ()
    duty_lists: tuple[DutyList, ...] = ()
    absence_claims: tuple[AbsenceClaim, ...] = ()
    consistency_checks: tuple[ConsistencyCheck, ...] = ()
    fillings: tuple[Filling, ...] = ()
    quotas: tuple[Quota, ...] = ()
    documents: tuple[SourceDocument, ...] = ()
    closed_loops: tuple[ClosedLoop, ...] = ()
    parallel_mechanisms: tuple[ParallelMechanism, ...] = ()
    assessments: tuple[AssessmentOutline, ...] = ()
    report_genres: tuple[ReportGenre, ...] = ()
