"""Party-organisation life: branches meet every month, most of the time."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from bihuan.cli.demo.diary import YEAR, Diary, changed
from bihuan.cli.demo.organisation import OFFICE_BRANCH, Detachment
from bihuan.records.act import Attendee, AttendeeRole, State

_TOPICS = (
    "学习贯彻党的二十大精神",
    "重温入党誓词",
    "走访慰问辖区群众",
    "消防安全志愿服务",
    "参观红色教育基地",
    "主题教育交流",
)
_AGENDA = (
    "研究支部月工作计划",
    "研究入党积极分子培养",
    "研究党费收缴与使用",
    "研究主题党日方案",
    "研究消防员思想状况",
)

# Branches that fall behind, and how often: the two of 云溪 and the one of 石桥 are what the bulletin has to show.
_SLACK = {"linjiang-zb21": 0.25, "linjiang-zb22": 0.3, "linjiang-zb07": 0.15}
_USUAL = 0.015


def write_party_life(diary: Diary, detachment: Detachment) -> None:
    """The year of the 24 branches, their groups, and the general branches."""
    for branch in detachment.branches:
        _write_branch(diary, detachment, branch)
    for group in detachment.groups:
        for month in range(1, 13):
            if diary.random.random() > _USUAL:
                diary.write("party_group_meeting", group, _day(diary.random, month), f"{month}月党小组会")
    for code in (OFFICE_BRANCH, *detachment.general_branches):
        _write_general_branch(diary, code)


def _write_branch(diary: Diary, detachment: Detachment, branch: str) -> None:
    random, slack = diary.random, _SLACK.get(branch, _USUAL)
    committee = detachment.people.committee[branch]
    members = random.randint(12, 22)
    for month in range(1, 13):
        if random.random() > slack:
            _committee_meeting(diary, branch, month, committee)
        if random.random() > slack:
            _theme_day(diary, branch, month, members)
        if month % 3 == 2 and random.random() > slack:
            _assembly(diary, branch, month, members)
        if month % 3 == 0 and random.random() > slack:
            _lecture(diary, branch, month, committee[0], members)
    if random.random() > slack:
        diary.write(
            "organisation_life_meeting", branch, _day(random, 1), "", attendance=members - 1, rectification_items=3
        )
    if random.random() > slack:
        diary.write(
            "democratic_appraisal",
            branch,
            _day(random, 12),
            "",
            members_due=members,
            members_appraised=members - random.randint(0, 1),
            follow_up_items=2,
        )


def _committee_meeting(diary: Diary, branch: str, month: int, committee: list[str]) -> None:
    random, due = diary.random, len(committee)
    present = due if random.random() < 0.8 else due - 1
    quorate = random.random() > 0.02
    people = tuple(
        Attendee(person, AttendeeRole.CHAIR if n == 0 else AttendeeRole.PRESENT)
        for n, person in enumerate(committee[:present])
    )
    note = diary.write(
        "branch_committee_meeting", branch, _day(random, month), f"{month}月支委会",
        people=people if quorate else people[:1], paper=random.random() < 0.5,
        members_due=due, members_present=present if quorate else 1,
        agenda=random.choice(_AGENDA),
    )  # fmt: skip
    if not quorate:
        # Called again two days later: the first counts for nothing, and stays on the record.
        diary.write(
            "branch_committee_meeting", branch, note.act.happened + timedelta(days=2), f"{month}月支委会（补开）",
            people=people, members_due=due, members_present=present, agenda=random.choice(_AGENDA),
        )  # fmt: skip
    elif random.random() < 0.02:
        diary.slip(
            note, changed(note.act, members_present=max(present - 1, 3)), "到会人数登记有误", random.randint(1, 9)
        )


def _theme_day(diary: Diary, branch: str, month: int, members: int) -> None:
    random = diary.random
    state = State.HELD if random.random() > 0.01 else State.CANCELLED
    note = diary.write(
        "theme_party_day", branch, _day(random, month, 25), f"{month}月主题党日",
        state=state, topic=random.choice(_TOPICS), attendance=members - random.randint(0, 3),
    )  # fmt: skip
    if random.random() < 0.01:
        diary.slip(note, None, "与另一条记录重复", random.randint(1, 5))


def _assembly(diary: Diary, branch: str, month: int, members: int) -> None:
    diary.write(
        "member_assembly", branch, _day(diary.random, month), f"第{'一二三四'[(month - 1) // 3]}季度党员大会",
        paper=True, members_due=members, members_present=members - diary.random.randint(0, 3), agenda="听取支委会工作报告",
    )  # fmt: skip


def _lecture(diary: Diary, branch: str, month: int, secretary: str, members: int) -> None:
    diary.write(
        "party_lecture", branch, _day(diary.random, month), f"第{'一二三四'[(month - 1) // 3]}季度党课",
        people=(Attendee(secretary, AttendeeRole.LECTURER),),
        lecturer_post="党支部书记", lecture_type="普通党课", attendance=members - 1,
    )  # fmt: skip


def _write_general_branch(diary: Diary, code: str) -> None:
    random = diary.random
    for quarter in range(4):
        if random.random() > 0.05:
            diary.write(
                "theme_activity",
                code,
                _day(random, quarter * 3 + 2),
                "践行训词主题活动",
                attendance=random.randint(20, 60),
            )
    diary.write(
        "political_education_session", code, _day(random, 4), "政治教育课", topic="党史队史教育", attendance=30
    )


def _day(random: Random, month: int, around: int = 12) -> date:
    day = date(YEAR, month, int(min(max(random.gauss(around, 5), 3), 27)))
    weekend = {5: 1, 6: 2}.get(day.weekday(), 0)
    return day - timedelta(days=weekend)
