"""From rows to the book: a task's life as its moves tell it, and the postings that follow from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from bihuan.book.posting import repost
from bihuan.book.vouchers import Line, Voucher
from bihuan.catalog.catalogue import Catalogue
from bihuan.catalog.loaded import catalogue
from bihuan.catalog.oversight_schema import Mark, TaskLife
from bihuan.catalog.schema import Kind
from bihuan.organisations.queries import UnitPlace
from bihuan.oversight.amounts import Told, kind_lines, life_lines
from bihuan.oversight.errors import UnknownOrigin
from bihuan.oversight.life import Life, Made, life_of
from bihuan.oversight.models import Finding, Move, Task
from bihuan.oversight.moves import Step
from bihuan.records.act import Value
from bihuan.records.fields import reread
from bihuan.records.posting_rules import PostingRules
from bihuan.records.preparation import KindRules

FINDING = "finding"
TASK = "task"


@dataclass(frozen=True, slots=True)
class Account:
    """What the book has to know of one task.

    Attributes:
        origin, source: what its postings are filed under: the finding, where it is a finding's rectification.
        unit, path: in whose figures it counts, and where that unit stood on the day.
        told: what was told of it.
        kind: the kind whose series it posts to, if any.
    """

    origin: str
    source: int
    unit: int
    path: str
    way: TaskLife
    told: Told
    kind: Kind | None

    def lines(self, life: Life) -> tuple[Line, ...]:
        """What a life posts."""
        packs = catalogue()
        own: tuple[Line, ...] = ()
        if self.kind is not None:
            own = kind_lines(rules_of(packs, self.kind.key), self.way, self.kind, self.told, life)
        return own + life_lines(packs, self.told, life)


def way_of(origin: str) -> TaskLife:
    """How tasks of an origin are kept.

    Raises:
        UnknownOrigin: no loaded pack says.
    """
    lives = catalogue().task_lives
    if origin not in lives:
        known = "、".join(f"{life.name}（{key}）" for key, life in lives.items())
        raise UnknownOrigin(f"没有任务来源“{origin}”，可用的是：{known}。")
    return lives[origin]


@lru_cache(maxsize=256)
def entry_rules_of(packs: Catalogue, kind: str) -> KindRules:
    """What the records ask of a kind, read once for each catalogue; ``packs`` is the key of the memory."""
    del packs
    return KindRules(kind)


@lru_cache(maxsize=256)
def rules_of(packs: Catalogue, kind: str) -> PostingRules:
    """The posting rules of a kind, read once for each catalogue."""
    lists = {key: each.choices for key, each in packs.lists.items()}
    return PostingRules(packs.kind(kind), lists)


def life_in(task: Task) -> Life:
    """The life that the rows of a task's moves tell."""
    rows = Move.objects.filter(task=task).order_by("number")
    told = rows.values_list("step", "happened", "account", "by", "due")
    return life_of(Made(Step(step), day, account or by, due) for step, day, account, by, due in told)


def account_of(task: Task, units: Mapping[int, UnitPlace]) -> Account:
    """What the book has to know of a task, read from its rows.

    Args:
        task: the task; its finding is read with it where it was fetched along.
        units: the unit that gave it and the one that answers for it, by number.
    """
    way = way_of(task.origin)
    finding: Finding | None = getattr(task, "finding", None) if way.keeps == "finding" else None
    issuer, responsible = units[task.issuer_id], units[task.responsible_id]
    kind = catalogue().kinds.get(task.kind) if task.kind else None
    counts_for_responsible = way.counted_for == "responsible"
    told = Told(
        unit=(responsible if counts_for_responsible else issuer).code,
        title=task.title,
        responsible=responsible.code,
        issuer=issuer.code,
        fields=reread(kind, task.fields) if kind is not None else {},
        marks={**_marks(task), **(_finding_marks(finding) if finding else {})},
        severity=task.severity,
        origin=way.name,
    )
    return Account(
        origin=FINDING if finding else TASK,
        source=finding.pk if finding else task.pk,
        unit=task.responsible_id if counts_for_responsible else task.issuer_id,
        path=task.responsible_path if counts_for_responsible else task.issuer_path,
        way=way,
        told=told,
        kind=kind,
    )


def enter(accounts: Iterable[tuple[Account, Life]], entered: datetime) -> None:
    """Post what the lives of new tasks amount to."""
    repost("", (), [_voucher(account, account.lines(life)) for account, life in accounts], entered)


def enter_again(account: Account, before: Life, after: Life, entered: datetime) -> None:
    """Reverse what the life before posted and post the life after; nothing where both say the same."""
    old, new = account.lines(before), account.lines(after)
    if old != new:
        replace_lines(account, old, new, entered)


def replace_lines(account: Account, old: tuple[Line, ...], new: tuple[Line, ...], entered: datetime) -> None:
    """Reverse the old lines of an account and post the new ones."""
    vouchers = [_voucher(account, new)] if new else []
    repost(account.origin, [account.source] if old else [], vouchers, entered)


def _voucher(account: Account, lines: tuple[Line, ...]) -> Voucher:
    return Voucher(account.origin, account.source, account.unit, account.path, lines)


def _marks(task: Task) -> Mapping[Mark, Value]:
    return {Mark.CATEGORY: task.category, Mark.LEADER: task.leader, Mark.PERSON: task.person}


def _finding_marks(finding: Finding) -> Mapping[Mark, Value]:
    return {
        Mark.SOURCE: finding.source,
        Mark.ITEM: finding.item,
        Mark.CLAUSE: finding.clause,
        Mark.DESCRIPTION: finding.description,
        Mark.REPEATS: None if finding.repeats_id is None else str(finding.repeats_id),
        Mark.IS_REPEAT: True if finding.repeats_id is not None else None,
    }
