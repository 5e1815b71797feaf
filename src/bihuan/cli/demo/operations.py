"""Integrity work, safety, training, rescue and prevention: what brigades and stations do all year."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from bihuan.cli.demo.diary import YEAR, Diary, halves, spread
from bihuan.cli.demo.organisation import COMMITTEE, DISCIPLINE, TOP, Detachment
from bihuan.records.act import Act, Attendee, AttendeeRole, Value

Fields = dict[str, Value]


@dataclass(frozen=True)
class Routine:
    """What units do over and over.

    Attributes:
        kind: the key of the kind.
        title: what each act is called; "" for a kind that holds no words.
        a_year: how many times a year each unit does it.
        fields: draws the fields of one act.
    """

    kind: str
    title: str
    a_year: int
    fields: Callable[[Random], Fields]


def _pick(*words: str) -> Callable[[Random], str]:
    return lambda random: random.choice(words)


_INCIDENT = _pick("火灾扑救", "火灾扑救", "抢险救援", "抢险救援", "社会救助", "社会救助", "公务执勤", "其他")
_MEDIA = _pick("市级", "市级", "县级", "县级", "省级", "中央级")

_OF_STATIONS = (
    Routine("training_session", "专项训练", 24, lambda r: {"training_type": "专项训练", "subject": r.choice(("水域救援", "绳索救援", "高层灭火", "破拆")), "participants": r.randint(8, 24), "leader_took_part": r.random() < 0.5}),
    Routine("dispatch", "接警出动", 46, lambda r: {"incident_type": _INCIDENT(r), "vehicles": r.randint(1, 4), "personnel": r.randint(5, 22)}),
    Routine("hazard_check", "安全隐患排查", 12, lambda r: {"check_type": r.choice(("平常查", "训前检")), "hazards": r.randint(0, 3)}),
    Routine("familiarisation_drill", "辖区熟悉演练", 10, lambda r: {"unit_visited": r.choice(("商场", "医院", "学校", "化工企业")), "vehicles": r.randint(1, 3), "personnel": r.randint(6, 18)}),
    Routine("safety_education", "安全教育", 4, lambda r: {"education_type": r.choice(("安全法纪", "车辆安全", "事故教训")), "attendance": r.randint(12, 28)}),
    Routine("publicity_event", "消防宣传进社区", 4, lambda r: {"community": r.choice(("滨江社区", "解放社区", "东门社区", "西岭村")), "audience": r.randint(20, 200)}),
)  # fmt: skip
_OF_BRIGADES = (
    Routine("safety_analysis_meeting", "安全形势分析会", 4, lambda r: {"measures_decided": r.randint(2, 6)}),
    Routine("enforcement_action", "行政处罚", 9, lambda r: {"action": r.choice(("行政处罚", "行政处罚", "临时查封", "责令三停")), "unit": f"{r.choice(('商贸城', '宾馆', '加油站', '木器厂'))}{r.randint(1, 40)}号", "case_no": f"临消案〔2023〕{r.randint(1000, 9999)}号", "fine": 2000 * r.randint(1, 10)}),
    Routine("public_training", "社会面消防培训", 8, lambda r: {"training_type": r.choice(("集中警示教育", "灭火演练", "全员消防大培训")), "audience": r.randint(30, 260)}),
    Routine("media_report", "媒体报道", 10, lambda r: {"outlet_level": _MEDIA(r), "outlet": "本地媒体", "views": r.randint(1, 9)}),
    Routine("seminar", "专题研讨", 4, lambda r: {"topic": "主题教育专题研讨", "attendance": r.randint(8, 20)}),
    Routine("volunteer_service", "志愿服务", 4, lambda r: {"project": "消防志愿服务", "volunteers": r.randint(5, 15), "hours": r.randint(10, 40)}),
)  # fmt: skip


def write_operations(diary: Diary, detachment: Detachment) -> None:
    """The year of brigades and stations, and the monthly assessment of training."""
    for codes, routines in ((detachment.stations, _OF_STATIONS), (detachment.brigades, _OF_BRIGADES)):
        for code in codes:
            for routine in routines:
                _write_routine(diary, code, routine)
    for code in detachment.brigades:
        for month in range(1, 13):
            if not (code == "yx" and month in {2, 5, 9}):
                tested = diary.random.randint(30, 60)
                diary.write(
                    "training_assessment", code, date(YEAR, month, 26), f"{month}月训练考核", tested=tested,
                    passed=tested - diary.random.randint(0, 5), month=f"{YEAR}-{month:02}",
                )  # fmt: skip


def write_integrity(diary: Diary, detachment: Detachment) -> None:
    """Lectures, warnings, reminders and the journal: the sixth section of the report."""
    random = diary.random
    secretaries = [people[0] for people in detachment.people.committee.values()]
    for half, (first, last) in enumerate(halves()):
        for day in spread(random, first, last, (5, 4)[half]):
            diary.write(
                "integrity_lecture", TOP, day, "公检法司专题讲座", lecturer_kind="公检法司人员", attendance=110
            )
        for number, day in enumerate(spread(random, first, last, (23, 24)[half])):
            branch = detachment.branches[number % 24]
            diary.write(
                "integrity_lecture", branch, day, "书记廉政授课", lecturer_kind="党组织书记",
                people=(Attendee(secretaries[number % len(secretaries)], AttendeeRole.LECTURER),), attendance=18,
            )  # fmt: skip
        for number, day in enumerate(spread(random, first, last, 9)):
            diary.write(
                "warning_education", TOP, day, "观看警示教育片", form="警示教育片",
                material=("歧途", "问剑破局", "警钟长鸣")[number % 3], viewers=random.randint(60, 160),
            )  # fmt: skip
    for number in range(48):
        # Weekly since 6 January; number 464 comes out on 30 June.
        issue, week = 439 + number, date(YEAR, 1, 6) + timedelta(days=7 * number)
        diary.write(
            "integrity_publication", DISCIPLINE, week, f"清风文苑第{issue}期", form="电子刊物", issue_no=issue
        )
    for node, month, of_month in (("元旦", 1, 1), ("春节", 1, 19), ("端午", 6, 20), ("中秋", 9, 27), ("国庆", 9, 29)):
        eve = date(YEAR, month, of_month)
        diary.write(
            "integrity_reminder", DISCIPLINE, eve, f"{node}廉政提醒", node=node, channel="通知", recipients=159
        )
    for day in spread(random, date(YEAR, 1, 9), date(YEAR, 12, 20), 4):
        diary.write("integrity_analysis", COMMITTEE, day, "", analysis_type="廉政形势分析", follow_up_items=3)


def write_results(diary: Diary) -> None:
    """Awards and contests: what the year is remembered for."""
    for title, day, level in (
        ("新时代全国机关基层党建新成就优秀奖", date(YEAR, 5, 24), "国家级"),
        ("党课开讲啦一等奖", date(YEAR, 6, 19), "省部级"),
    ):
        diary.write("award", TOP, day, title, level=level, recipient_type="作品", awarding_body="主办单位")
    for number in range(6):
        diary.write(
            "award",
            TOP,
            date(YEAR, 12, 11),
            f"三等功第{number + 1}人",
            level="支队级",
            recipient_type="个人",
            award_class="三等功",
        )
    for number, medal in enumerate(("金", "金", "银", "银", "银")):
        diary.write(
            "competition_result", TOP, date(YEAR, 9, 15), f"比武竞赛第{number + 1}项", event_type="个人科目", medal=medal,
            rank=1 if medal == "金" else 2, sent=3, competition="火焰蓝比武", event=f"科目{number + 1}",
        )  # fmt: skip


def _write_routine(diary: Diary, code: str, routine: Routine) -> None:
    days: Sequence[date] = spread(diary.random, date(YEAR, 1, 3), date(YEAR, 12, 28), routine.a_year)
    for day in days:
        diary.tell(Act(routine.kind, code, day, routine.title, fields=routine.fields(diary.random)))
