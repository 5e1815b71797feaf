"""The verb on tasks: make one move. It is a row and in the trail; of two people at once, one is refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta, timezone

from django.db import transaction

from bihuan.organisations.queries import UnitPlace
from bihuan.oversight.errors import AlreadyMoved, BadMove, MoveNotAllowed, NotApart
from bihuan.oversight.evidence import attach
from bihuan.oversight.life import Life, Made, after
from bihuan.oversight.models import Move, Task
from bihuan.oversight.moves import TABLE, Rule, Side, Step, why_not
from bihuan.oversight.people import another_could_check, identity, units_of
from bihuan.oversight.reposting import account_of, enter_again, life_in, way_of
from bihuan.oversight.scope import leaves, places_of, require_side, task_row
from bihuan.records.act import EvidenceFile
from bihuan.trail.log import note
from bihuan.values.actor import Actor

SHANGHAI = timezone(timedelta(hours=8))
LONGEST_WORDS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Doing:
    """What comes with a move.

    Attributes:
        words: why, or what was done.
        evidence: the files behind it.
        on: the day on which it took place; the day of entry where absent.
        due: the deadline that is asked for.
        seen: how many moves the task had when the person looked; a task that went on since is refused.
    """

    words: str = ""
    evidence: tuple[EvidenceFile, ...] = ()
    on: date | None = None
    due: date | None = None
    seen: int | None = None


NOTHING = Doing()


def move(actor: Actor, task: int, step: Step, doing: Doing = NOTHING) -> int:
    """Make a move on a task; how many moves it has now.

    Raises:
        UnknownTask: there is none, or the actor may not know of it.
        MayNot: the actor is not on that side of it.
        MoveNotAllowed: the table has no such move from where the task stands.
        AlreadyMoved: somebody else moved it since the actor looked, or a moment ago.
        NotApart: who did the work may not check it, nor anybody of the doer's unit where somebody else could.
        BadMove: the reason, the evidence or the deadline is missing, or the day makes no sense.
    """
    return _made(actor, task, ((step, doing),))


def verify_and_close(actor: Actor, task: int, doing: Doing = NOTHING) -> int:
    """Verify a task and close it in one go 核验并销号; two moves, how many it has now.

    Raises:
        As `move`.
    """
    closing = Doing(words=doing.words, on=doing.on)
    return _made(actor, task, ((Step.VERIFY, doing), (Step.CLOSE, closing)))


def put_right_at_once(actor: Actor, task: int, doing: Doing) -> int:
    """Accept a task and report it done in one go 立行立改; two moves, how many it has now.

    Raises:
        As `move`.
    """
    return _made(
        actor,
        task,
        ((Step.ACCEPT, Doing(on=doing.on, seen=doing.seen)), (Step.REPORT_DONE, replace(doing, seen=None))),
    )


@transaction.atomic
def _made(actor: Actor, number: int, moves: Sequence[tuple[Step, Doing]]) -> int:
    """Make moves one after the other, and post once what they change together."""
    row = task_row(actor, number)
    places = places_of(row)
    before = life = life_in(row)
    written: list[Move] = []
    for step, doing in moves:
        _may(actor, row, step, places)
        if doing.seen is not None and doing.seen != row.moves:
            raise AlreadyMoved("这项任务刚刚被别人流转过，请刷新后再操作。")
        refusal = why_not(step, life.state, pending=life.pending)
        if refusal:
            raise MoveNotAllowed(refusal)
        life, made = write_move(actor, row, life, step, _checked(actor, row, step, doing, life))
        written.append(made)
    enter_again(account_of(row, places), before, life, actor.at)
    for each in written:
        detail = {"before": each.before, "after": each.after, "on": each.happened.isoformat(), "words": each.words}
        code = places[row.responsible_id].code
        note(actor, f"task_{each.step}", f"task:{row.pk}", code, {**detail, "number": each.number})
    return row.moves


def write_move(actor: Actor, row: Task, life: Life, step: Step, doing: Doing) -> tuple[Life, Move]:
    """Set the state and write a move that was checked; the life with it, and its row. The caller posts and notes."""
    same_unit = _apart(actor, row, step, life)
    made = Made(step, doing.on or _today(actor), identity(actor), doing.due)
    later = after(life, made)
    _settle_row(row, later)
    due = {Step.ASK_DEADLINE: made.due, Step.APPROVE_DEADLINE: later.due}.get(step)
    written = Move.objects.create(
        task=row,
        number=row.moves,
        step=step,
        before=life.state,
        after=later.state,
        happened=made.on,
        at=actor.at,
        by=actor.name,
        account=actor.account,
        words=doing.words,
        due=due,
        same_unit=same_unit,
    )
    attach(actor, written, doing.evidence)
    return later, written


def _may(actor: Actor, row: Task, step: Step, places: Mapping[int, UnitPlace]) -> None:
    issuer, responsible = places[row.issuer_id], places[row.responsible_id]
    side = TABLE[step].side
    if side is Side.APPROVER and any(actor.may(action, issuer.path) for action in leaves(row.kind, side)):
        return
    require_side(actor, row.kind, side, responsible, step)


def _settle_row(row: Task, life: Life) -> None:
    """Set the state by compare-and-set: the update finds the row only where nobody moved it meanwhile."""
    changed = Task.objects.filter(pk=row.pk, moves=row.moves).update(
        state=life.state, moves=row.moves + 1, due=life.due, settled=life.closed or life.cancelled
    )
    if changed != 1:
        raise AlreadyMoved("这项任务刚刚被别人流转过，请刷新后再操作。")
    row.moves += 1


def _checked(actor: Actor, row: Task, step: Step, doing: Doing, life: Life) -> Doing:
    rule, silent = TABLE[step], way_of(row.origin).act_only
    words = doing.words.strip()
    if silent and words:
        raise BadMove("这类事项只记行为，不写内容，请把说明留空。")
    if not silent:
        _check_words(rule, step, words, doing)
    day = doing.on or _today(actor)
    if day > _today(actor):
        raise BadMove(f"{day} 还没有到，请核对日期。")
    if day < life.last:
        raise BadMove(f"{day} 早于上一次流转的日期 {life.last}，请检查先后。")
    due = doing.due
    if step is Step.ASK_DEADLINE and (due is None or life.due is None or due <= life.due):
        raise BadMove(f"请写明要延到哪一天，晚于现在的时限{life.due or '（没有时限的任务不用延期）'}。")
    if step is not Step.ASK_DEADLINE and due is not None:
        raise BadMove("只有申请延期时才写新的时限。")
    if step is Step.APPROVE_DEADLINE and identity(actor) == life.asked_by:
        raise NotApart("延期要由申请人以外的人批准。")
    return Doing(words=words, evidence=doing.evidence, on=day, due=due, seen=doing.seen)


def _check_words(rule: Rule, step: Step, words: str, doing: Doing) -> None:
    if (rule.reason and not words) or len(words) > LONGEST_WORDS:
        raise BadMove(f"“{step.label}”要写明情况或原因，1 到 {LONGEST_WORDS} 个字。")
    if rule.evidence and not doing.evidence:
        raise BadMove(f"“{step.label}”要附上佐证文件。")


def _apart(actor: Actor, row: Task, step: Step, life: Life) -> bool:
    """Whether a verification is made within the doer's unit for want of anybody else.

    Raises:
        NotApart: the actor did the work, or somebody outside the doer's unit could check it.
    """
    me, rule = identity(actor), TABLE[step]
    if (rule.apart or step is Step.CANCEL) and me in life.doers:
        raise NotApart(f"经办人不能自己“{step.label}”，请由其他单位的人来做。")
    if step is not Step.VERIFY:
        return False
    day = _today(actor)
    mine = units_of([actor.account], day) if actor.account else frozenset()
    if not mine:
        return False
    doing_units = units_of(life.doers, day) | {row.responsible_id}
    if not mine & doing_units:
        return False
    (action,) = leaves(row.kind, Side.CHECKER)
    if another_could_check(action, row.responsible_path, life.doers | {me}, doing_units, day):
        raise NotApart("核验人不能与经办人同在一个单位，请由其他单位的督察人员核验。")
    return True


def _today(actor: Actor) -> date:
    return actor.at.astimezone(SHANGHAI).date()
