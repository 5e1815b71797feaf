"""Whose accounts a deed of the trail may have changed: what was remembered of the others still stands.

A deed that is not named here may have changed anything.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from bihuan.organisations.models import Appointment
from bihuan.organisations.queries import unit_coded
from bihuan.oversight.models import Finding, Task
from bihuan.oversight.moves import Step
from bihuan.records.touching import OF_RECORDS, touched
from bihuan.trail.remembered import Deed

OF_TASKS = frozenset({"give_task", "register_finding", "confirm_repeat", "adopt", *(f"task_{step}" for step in Step)})
OF_ONE_ACCOUNT = frozenset({"waive", "withdraw_waiver"})
OF_NO_ACCOUNT = frozenset(
    {
        "declare_complete", "withdraw_declaration", "begin_draft", "save_draft", "merge_report", "issue_report",
        "decide_claim", "set_profile", "open_account", "shut_account", "reopen_account", "give_role", "withdraw_role",
        "change_password", "reset_password", "set_second", "drop_second", "use_recovery_code", "require_second",
        "excuse_second", "reset_second", "begin_backup", "finish_backup",
    }
)  # fmt: skip

OF_NO_TASK = OF_RECORDS | OF_ONE_ACCOUNT | OF_NO_ACCOUNT


def accounts_touched(deeds: Sequence[Deed]) -> set[int] | None:
    """The numbers of the units whose accounts the deeds may have changed; None where that cannot be said."""
    if any(deed.verb not in OF_RECORDS | OF_TASKS | OF_ONE_ACCOUNT | OF_NO_ACCOUNT for deed in deeds):
        return None
    bearing = [deed for deed in deeds if deed.verb not in OF_NO_ACCOUNT]
    if not bearing:
        return set()
    about: dict[str, list[int]] = defaultdict(list)
    for deed in bearing:
        subject, _, number = deed.subject.partition(":")
        about[subject].append(int(number))
    units, people = touched(about["record"]) if about["record"] else (set(), set())
    named = {place.number for place in unit_coded(sorted({deed.unit for deed in bearing})).values()}
    return units | named | _posts_of(people) | _of_tasks(about["task"], about["finding"])


def _posts_of(people: Iterable[str]) -> set[int]:
    """The units at which the people hold posts, or held them: they owe duties there."""
    codes = sorted(people)
    rows = Appointment.objects.filter(person__code__in=codes) if codes else Appointment.objects.none()
    return set(rows.values_list("post__unit_id", flat=True))


def _of_tasks(tasks: Sequence[int], findings: Sequence[int]) -> set[int]:
    """The units that gave tasks, and those that answer for them: a task counts for the one or the other."""
    if not (tasks or findings):
        return set()
    given = {*tasks, *Finding.objects.filter(pk__in=findings).values_list("task_id", flat=True)}
    rows = Task.objects.filter(pk__in=given).values_list("issuer_id", "responsible_id")
    return {number for pair in rows for number in pair}
