"""The committee's year: meetings, study, visits, inspections, audits.

The numbers of the first half are those that document 000 states; the second half is drawn in the same size.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from bihuan.cli.demo.diary import YEAR, Diary, changed, halves, spread
from bihuan.cli.demo.organisation import COMMITTEE, DISCIPLINE, TOP, Detachment
from bihuan.records.act import Act, Attendee, AttendeeRole

_SUBJECTS = (
    "研究年度重点工作安排", "研究干部调整配备", "研究装备采购计划", "研究营房维修项目", "听取党风廉政建设情况", "研究发展党员工作",
    "研究安全管理工作", "研究基层请示事项", "研究经费预算执行", "研究表彰奖励事项", "研究消防员招录工作", "研究应急物资储备",
)  # fmt: skip
_RISK_CLASSES = (
    "人员管理",
    "车辆安全",
    "训练安全",
    "作战安全",
    "营区安全",
    "用电用气",
    "网络信息",
    "保密安全",
    "饮食卫生",
)


def write_governance(diary: Diary, detachment: Detachment) -> None:
    """Everything that the detachment's committee, discipline committee and leadership do in the year."""
    _write_meetings(diary, detachment)
    _write_study(diary, detachment)
    _write_visits_and_talks(diary, detachment)
    _write_party_building(diary, detachment)
    _write_rules(diary)


def _write_meetings(diary: Diary, detachment: Detachment) -> None:
    items = (75, 82)
    for half, (first, last) in enumerate(halves()):
        days = spread(diary.random, first, last, (14, 15)[half])
        for number, day in enumerate(days):
            share = items[half] * (number + 1) // len(days) - items[half] * number // len(days)
            _write_committee_meeting(diary, detachment, day, share, special=number == 8)
        for day in spread(diary.random, first, last, (6, 6)[half]):
            diary.write(
                "discipline_committee_meeting", DISCIPLINE, day, "纪委会", agenda="研究党风廉政建设和监督执纪工作"
            )
        for day in spread(diary.random, first, last, (9, 10)[half]):
            diary.write("administrative_meeting", TOP, day, "行政办公会", agenda="研究行政事务")
    diary.write(
        "special_conference", TOP, date(YEAR, 3, 9), "全市消防救援队伍党风廉政建设暨纪检干部教育整顿工作会议",
        conference_type="党风廉政建设会议", attendance=86, paper=True,
    )  # fmt: skip
    diary.write(
        "democratic_life_meeting", COMMITTEE, date(YEAR, 1, 13), "", members_due=9, members_present=9, attendance=9,
        rectification_items=12,
    )  # fmt: skip


def _write_committee_meeting(diary: Diary, detachment: Detachment, day: date, items: int, *, special: bool) -> None:
    random, leaders = diary.random, detachment.people.leaders
    present = 9 if random.random() < 0.6 else 8
    people = [Attendee(leaders[1], AttendeeRole.CHAIR)]
    people += [Attendee(person) for person in leaders[:present] if person != leaders[1]]
    agenda = tuple(
        Act("agenda_item", COMMITTEE, day, f"{random.choice(_SUBJECTS)}（第{n}项）", fields={"pre_listed": True})
        for n in range(1, items + 1)
    )
    note = diary.write(
        "party_committee_meeting", COMMITTEE, day, f"{day.month}月{day.day}日支队党委会",
        people=tuple(people), parts=agenda, paper=True,
        members_due=9, members_present=present, special_topic="专题研究全面从严治党" if special else "一般",
    )  # fmt: skip
    if day.month == 5:
        # One was entered a second time by another clerk and voided when the half-year was cast up.
        if not any(slip.reason == "重复录入" for slip in diary.slips):
            twin = diary.write(
                "party_committee_meeting", COMMITTEE, day, f"{day.month}月{day.day}日党委会", lag=6,
                members_due=9, members_present=present, special_topic="一般",
            )  # fmt: skip
            diary.slip(twin, None, "重复录入", 55)
        elif present == 9:
            diary.slip(note, changed(note.act, members_present=8), "到会人数登记有误", 12)


def _write_study(diary: Diary, detachment: Detachment) -> None:
    leaders = detachment.people.leaders
    for half, (first, last) in enumerate(halves()):
        for number, day in enumerate(spread(diary.random, first, last, (10, 11)[half])):
            speakers = tuple(Attendee(leaders[(number * 2 + n) % 9], AttendeeRole.SPEAKER) for n in range(2))
            diary.write(
                "centre_group_study", COMMITTEE, day, f"第{half * 10 + number + 1}次理论学习中心组学习", people=speakers,
                paper=True, topic="理论", method="集中研讨", speeches=2, attendance=14,
            )  # fmt: skip
    diary.write("study_class", COMMITTEE, date(YEAR, 5, 8), "主题教育读书班", attendance=22, weeks=1)
    for month in range(1, 13):
        diary.write(
            "first_agenda_item", COMMITTEE, date(YEAR, month, 6), "第一议题学习", material="重要讲话精神", lag=1
        )


def _write_visits_and_talks(diary: Diary, detachment: Detachment) -> None:
    random, people = diary.random, detachment.people
    for half, (first, last) in enumerate(halves()):
        for group, count, visitors in (
            ("班子成员", (63, 58)[half], people.leaders),
            ("机关科室负责人以上", (139, 128)[half], people.office_heads),
        ):
            for day in spread(random, first, last, count):
                unit = random.choice(detachment.grassroots)
                diary.write(
                    "frontline_visit", TOP, day, f"到{detachment.name_of(unit)}调研帮扶",
                    people=(Attendee(random.choice(visitors)),),
                    visitor_group=group, unit_visited=detachment.name_of(unit), purpose=random.choice(("调研", "帮扶指导")),
                    problems_found=random.randint(0, 3),
                )  # fmt: skip
        for day, heads in _shared(diary, first, last, 42, (213, 205)[half]):
            diary.write("talk", TOP, day, "", talk_type="谈心谈话", headcount=heads)


def _write_party_building(diary: Diary, detachment: Detachment) -> None:
    random = diary.random
    changes = ("换届", "改选", "增补")
    for day, code in zip(
        spread(random, date(YEAR, 2, 6), date(YEAR, 6, 16), 34), detachment.party_bodies, strict=True
    ):
        diary.write(
            "organisation_change", COMMITTEE, day, f"{detachment.name_of(code)}改选",
            organisation=detachment.name_of(code), change_type=random.choice(changes), positions_filled=random.randint(1, 3),
        )  # fmt: skip
    for code in detachment.branches[:4]:
        diary.write(
            "organisation_change", COMMITTEE, date(YEAR, 4, 12), f"{detachment.name_of(code)}党员重新划分",
            organisation=detachment.name_of(code), change_type="支部重新划分",
        )  # fmt: skip
    for number, code in enumerate(detachment.general_branches):
        diary.write(
            "report_hearing", COMMITTEE, date(YEAR, 6, 5) + timedelta(days=number), f"听取{detachment.name_of(code)}汇报",
            reporting_org=detachment.name_of(code), report_type="书记抓党建",
        )  # fmt: skip
    for number, signer in enumerate(
        (*detachment.people.leaders, *detachment.people.office_heads, *_brigade_leaders(detachment))[:39]
    ):
        diary.write(
            "commitment_letter", TOP, date(YEAR, 3, 15) + timedelta(days=number % 9),
            f"{detachment.people.names[signer]}签订廉洁承诺书", people=(Attendee(signer),), letter_type="廉洁承诺书",
        )  # fmt: skip


def _write_rules(diary: Diary) -> None:
    opinion = "2023年局纪委工作实施意见"
    diary.write("rule_document", DISCIPLINE, date(YEAR, 2, 20), opinion, doc_type="意见", aspects=6, paper=True)
    for month, kind, title in (
        (1, "计划", "党风廉政建设年度计划"),
        (1, "清单", "党委主体责任清单"),
        (2, "方案", "理论学习中心组学习实施方案"),
        (2, "方案", "队伍年度安全工作实施方案"),
        (3, "规定", "机关联系指导基层单位工作规定"),
        (3, "方案", "纪委一线工作法实施方案"),
        (4, "办法", "专业技术干部轮岗交流实施办法"),
        (4, "办法", "干部年度考评实施办法"),
        (5, "细则", "党支部标准化规范化建设实施细则"),
        (9, "规定", "考勤管理规定"),
        (10, "办法", "机关党建规范化建设实施办法"),
    ):
        diary.write("rule_document", COMMITTEE, date(YEAR, month, 16), title, doc_type=kind)


def write_opening_balance(diary: Diary) -> None:
    """What stood at the beginning of the year: last year's audit findings, most of them rectified since, and lists."""
    for number in range(56):
        diary.write(
            "safety_risk_item", TOP, date(YEAR, 1, 10), f"{_RISK_CLASSES[number % 9]}风险第{number // 9 + 1}项", lag=2,
            category=_RISK_CLASSES[number % 9], item=f"{_RISK_CLASSES[number % 9]}风险第{number // 9 + 1}项",
            version="2023年版",
        )  # fmt: skip


def write_audits(diary: Diary) -> None:
    """Five audits of the first half over 1153.4 万元 with 59 findings in 7 classes, 11 of 3 classes found before."""
    amounts = ("312.6", "205.8", "268.5", "190.2", "176.3")
    days = spread(diary.random, date(YEAR, 2, 13), date(YEAR, 6, 9), 5)
    for number, (day, amount) in enumerate(zip(days, amounts, strict=True)):
        diary.write(
            "audit", TOP, day, f"领导干部经济责任审计第{number + 1}号", paper=True, audit_type="领导干部经济责任审计",
            amount=Decimal(amount), aspects=4,
        )  # fmt: skip
    for number, day in enumerate(spread(diary.random, date(YEAR, 8, 14), date(YEAR, 11, 24), 4)):
        diary.write(
            "audit", TOP, day, f"专项审计第{number + 1}号", audit_type="专项审计（装备采购）",
            amount=Decimal("88.5") + number, aspects=4,
        )  # fmt: skip


def write_inspections(diary: Diary, detachment: Detachment) -> None:
    """Inspections by mode with what they found, and the spot checks of the leaders' offices."""
    random = diary.random
    for half, (first, last) in enumerate(halves()):
        for mode, count, occasions in (
            ("暗访督查", (41, 38)[half], ("日常",)),
            ("督导检查", (87, 80)[half], ("节日", "安保")),
            ("夜间督查暗访", (8, 9)[half], ("日常", "安保")),
        ):
            for day in spread(random, first, last, count):
                diary.write(
                    "inspection", TOP, day, f"{mode}", mode=mode, occasion=random.choice(occasions),
                    org_inspected=detachment.name_of(random.choice(detachment.grassroots)), at_night=mode.startswith("夜间"),
                )  # fmt: skip
        for day in spread(random, first, last, 3):
            diary.write(
                "inspection", TOP, day, "突击点验班子成员办公室", mode="突击点验", occasion="日常", persons_checked=3
            )


def _brigade_leaders(detachment: Detachment) -> list[str]:
    return [person for brigade in detachment.brigades for person in detachment.people.of_unit[brigade][:2]]


def _shared(diary: Diary, first: date, last: date, days: int, total: int) -> list[tuple[date, int]]:
    """``total`` dealt out over some days, each getting at least one."""
    shares = [total * (n + 1) // days - total * n // days for n in range(days)]
    return list(zip(spread(diary.random, first, last, days), shares, strict=True))
