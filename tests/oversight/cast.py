"""What the tests of oversight do over and over: find something, give a task, put it right, ask the book."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction

from bihuan.book.figures import figures
from bihuan.oversight.findings import NewFinding, register_finding
from bihuan.oversight.giving import NewTask, give_task
from bihuan.oversight.moves import Step
from bihuan.oversight.moving import Doing, move
from bihuan.records.act import EvidenceFile
from bihuan.values.actor import Actor, everything
from bihuan.values.figure import Ask
from bihuan.values.period import Period

PAPER = (EvidenceFile("整改照片.txt", "已更换".encode()),)
DONE = Doing(words="已整改到位", evidence=PAPER)


def on(actor: Actor, moment: datetime) -> Actor:
    """The same person at another moment."""
    return replace(actor, at=moment)


def finding(actor: Actor, day: date, description: str = "一号车库灭火器压力不足", **more: object) -> int:
    """A finding of the inspector at the first station of the east brigade."""
    told: dict[str, object] = {"unit": "dc1", "issuer": "zd", "source": "暗访督查", **more}
    return register_finding(actor, NewFinding(found_on=day, description=description, **told))  # type: ignore[arg-type]


def supervised(actor: Actor, day: date, title: str = "督办营房漏水维修", **more: object) -> int:
    """A supervised item that the detachment gives to the east brigade."""
    told: dict[str, object] = {"origin": "supervised_item", "issuer": "zd", "responsible": "dc", **more}
    return give_task(actor, NewTask(opened=day, title=title, **told))  # type: ignore[arg-type]


def put_right(doer: Actor, checker: Actor, task: int, day: date, checked: date | None = None) -> None:
    """Accept a task, report it done on a day, verify and close it."""
    move(doer, task, Step.ACCEPT, Doing(on=day))
    move(doer, task, Step.REPORT_DONE, replace(DONE, on=day))
    move(checker, task, Step.VERIFY, Doing(on=checked or day))
    move(checker, task, Step.CLOSE, Doing(on=checked or day))


def value(key: str, unit: str, period: str, as_of: datetime | None = None) -> Fraction | None:
    """What the book says of a series."""
    asker = everything("查账人", datetime.fromisoformat("2030-01-01T00:00:00+08:00"))
    (figure,) = figures(asker, [Ask(key, unit, Period.parse(period), as_of=as_of)])
    return figure.value
