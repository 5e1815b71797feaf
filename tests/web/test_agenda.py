"""The page of a meeting: its items with what was decided and what came of it, and what earlier meetings left open."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bihuan.oversight.giving import NewTask, give_task
from bihuan.oversight.moves import Step
from bihuan.oversight.moving import Doing, move
from bihuan.oversight.pressing import TaskSearch
from bihuan.oversight.queries import tasks
from bihuan.records.act import Act
from bihuan.records.acts import record_act, void
from bihuan.records.queries import record_for
from bihuan.values.actor import Actor
from web.conftest import Door

MAY = date(2023, 5, 10)
MEETING = Act(
    "party_committee_meeting",
    "dc",
    MAY,
    "五月党委会",
    fields={"members_due": 9, "members_present": 9},
    parts=(
        Act(
            "agenda_item", "dc", MAY, "研究营房维修",
            fields={"pre_listed": True, "big_matter_class": "大额资金使用", "decision": "同意维修，年底前完成"},
        ),
        Act("agenda_item", "dc", MAY, "研究值班安排", fields={"pre_listed": False, "deliberation_type": "议安全"}),
    ),
)  # fmt: skip


@pytest.fixture
def meeting(cast: None, operator: Actor) -> int:
    """A meeting in May with two items; from the first came a task, from the meeting itself another."""
    number = record_act(operator, MEETING)
    first = record_for(operator, number).parts[0].number
    given = NewTask(
        origin="resolution", issuer="dc", responsible="dc", title="完成营房维修", opened=MAY, due=date(2023, 6, 1)
    )
    give_task(operator, replace(given, source_record=first))
    give_task(operator, replace(given, title="传达会议精神", source_record=number))
    return number


def block(door: Door, number: int, mark: str, username: str = "ducha") -> str:
    page = door(username).get(f"/records/{number}/").content.decode()
    return page.partition(f'id="{mark}"')[2].partition("</section>")[0]


def test_every_item_says_what_was_decided_and_what_came_of_it(meeting: int, door: Door) -> None:
    first, second = block(door, meeting, "h-parts").split('<li class="agenda">')[1:]
    assert "研究营房维修" in first
    assert "会议议题，三重一大（大额资金使用）" in first
    assert "决定：同意维修，年底前完成" in first
    assert "完成营房维修" in first
    assert "逾期" in first
    assert "会议议题，议安全，临时动议，没有交办任务" in second
    assert "决定" not in second


def test_what_came_of_the_meeting_itself_stands_apart(meeting: int, door: Door) -> None:
    assert "传达会议精神" in block(door, meeting, "h-came")
    assert "传达会议精神" not in block(door, meeting, "h-parts")


def test_the_next_meeting_finds_what_was_left_open(meeting: int, door: Door, operator: Actor) -> None:
    later = record_act(operator, replace(MEETING, happened=date(2023, 6, 10), title="六月党委会", parts=()))
    left = block(door, later, "h-left")
    assert "完成营房维修" in left
    assert "传达会议精神" in left
    assert "2项" in left
    assert not block(door, later, "h-parts")
    assert not block(door, meeting, "h-left")


def test_what_was_settled_before_is_not_left_open(meeting: int, door: Door, operator: Actor) -> None:
    (given,) = tasks(operator, TaskSearch(text="传达"), MAY).lines
    move(operator, given.number, Step.CANCEL, Doing(words="不用了", on=date(2023, 5, 20)))
    later = record_act(operator, replace(MEETING, happened=date(2023, 6, 10), title="六月党委会", parts=()))
    left = block(door, later, "h-left")
    assert "完成营房维修" in left
    assert "传达会议精神" not in left


def test_other_records_and_what_stands_no_more_show_no_agenda(meeting: int, door: Door, operator: Actor) -> None:
    lecture = record_act(operator, Act("theme_party_day", "dczb", MAY, "主题党日"))
    assert not block(door, lecture, "h-left")
    void(operator, meeting, "会议没有召开")
    assert not block(door, meeting, "h-came")


def test_a_meeting_takes_few_queries(meeting: int, door: Door, operator: Actor) -> None:
    later = record_act(operator, replace(MEETING, happened=date(2023, 6, 10), title="六月党委会"))
    inspector = door("ducha")
    with CaptureQueriesContext(connection) as queries:
        assert inspector.get(f"/records/{later}/").status_code == 200
    assert len(queries) <= 24, "\n".join(query["sql"][:150] for query in queries)
