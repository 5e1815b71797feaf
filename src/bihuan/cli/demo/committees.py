"""What committees owe beside their meetings: accounts opened, cast up and handed in; reports; appraisals; lectures."""

from __future__ import annotations

from datetime import date

from bihuan.cli.demo.diary import YEAR, Diary
from bihuan.cli.demo.organisation import COMMITTEE, DISCIPLINE, TOP, Detachment
from bihuan.records.act import Attendee, AttendeeRole

_MONTHLY_ROUNDS_MISSED = {("yx", 3), ("yx", 7), ("bs", 8)}


def write_committees(diary: Diary, detachment: Detachment) -> None:
    """The year of the committee as it is accounted for, and the brigades' monthly rounds of questions."""
    _write_accounts(diary)
    _write_reports(diary)
    _write_lectures(diary, detachment)
    for brigade in detachment.brigades:
        for month in range(1, 13):
            if (brigade, month) not in _MONTHLY_ROUNDS_MISSED:
                diary.write(
                    "questionnaire_round", brigade, date(YEAR, month, 24), "", month=f"{YEAR}-{month:02}",
                    forms_sent=40, forms_returned=diary.random.randint(36, 40), suggestions=3, answered=3,
                )  # fmt: skip


def _write_accounts(diary: Diary) -> None:
    diary.write(
        "account_review", COMMITTEE, date(YEAR, 1, 12), "年初建账", step="年初建账", tasks_covered=64, paper=True
    )
    for month in range(1, 13):
        diary.write(
            "account_review", COMMITTEE, date(YEAR, month, 27), f"{month}月通报", step="月度通报", tasks_covered=64,
            behind_schedule=diary.random.randint(0, 6), circular_ref=f"{YEAR}年第{month}期",
        )  # fmt: skip
    for quarter in range(1, 5):
        # The third quarter was settled nine days after its end: a debt that stays on the account.
        day = date(YEAR, 10, 9) if quarter == 3 else date(YEAR, quarter * 3, 28)
        diary.write(
            "account_review",
            COMMITTEE,
            day,
            f"第{'一二三四'[quarter - 1]}季度算账",
            step="季度算账",
            tasks_covered=64,
        )
        diary.write(
            "ideology_meeting", COMMITTEE, date(YEAR, quarter * 3, 15), "", meeting_type="形势研判", follow_up_items=2
        )
    diary.write(
        "account_review", COMMITTEE, date(YEAR, 12, 28), "年底交账", step="年底交账", tasks_covered=64, paper=True
    )


def _write_reports(diary: Diary) -> None:
    diary.write("fulfilment_report", COMMITTEE, date(YEAR, 1, 18), "上一年度责任落实情况报告", paper=True)
    for month, half in ((6, "上半年"), (12, "下半年")):
        for body in (COMMITTEE, DISCIPLINE):
            diary.write("report", body, date(YEAR, month, 26), f"{half}工作报告", report_type="半年工作报告")
        diary.write(
            "report", COMMITTEE, date(YEAR, month, 20), f"{half}意识形态工作报告", report_type="意识形态工作报告"
        )
    diary.write(
        "assessment_round",
        COMMITTEE,
        date(YEAR, 12, 21),
        "党建责任制年度考核",
        assessment="党建责任制考核",
        round=f"{YEAR}年",
    )
    diary.write("cadre_annual_appraisal", COMMITTEE, date(YEAR, 12, 22), "干部年度考评", due=42, done=42)


def _write_lectures(diary: Diary, detachment: Detachment) -> None:
    leaders = detachment.people.leaders
    diary.write(
        "party_lecture", COMMITTEE, date(YEAR, 6, 28), "党委书记讲党课", lecturer_post="党委书记", lecture_type="专题党课",
        people=(Attendee(leaders[1], AttendeeRole.LECTURER),), attendance=120, paper=True,
    )  # fmt: skip
    for number, leader in enumerate(leaders[:-1]):
        diary.write(
            "party_lecture", TOP, date(YEAR, 5 + number % 6, 17), "班子成员讲党课", lecturer_post="班子成员",
            lecture_type="普通党课", people=(Attendee(leader, AttendeeRole.LECTURER),), attendance=26,
        )  # fmt: skip
