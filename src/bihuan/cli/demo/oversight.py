"""The demo's findings, tasks and requests: what was found, given, put right, sent back, late, and came back.

The numbers of the first half are those of document 000: 59 audit findings in 7 classes, 11 of 3 classes found before,
59 suggestions, 36 of last year's 40 rectified; 93 findings of covert inspections and 77 of night inspections rectified.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from bihuan.cli.demo.diary import YEAR, halves, spread
from bihuan.cli.demo.organisation import COMMITTEE, DEPARTMENTS, TOP, Detachment
from bihuan.cli.demo.oversight_words import AUDIT_CLASSES, AUDIT_WORDS, MATTERS, REQUESTS, RISK_CLASSES, TOPICS, WORDS
from bihuan.cli.demo.threads import Course, Occasion, Thread, Threads
from bihuan.oversight.findings import NewFinding, confirm_repeat, register_finding, task_of
from bihuan.oversight.giving import NewTask, give_task
from bihuan.oversight.registers import declare_complete
from bihuan.records.queries import Page, Search, record_for, records
from bihuan.values.actor import Actor
from bihuan.values.period import Period


def occasions(detachment: Detachment, random: Random) -> list[Occasion]:
    """Every step of the story in the order of time, to be told alone or between the notes of the diary."""
    threads = Threads(detachment, random)
    _last_years_audits(threads)
    _audits(threads)
    _inspections(threads)
    _supervised(threads)
    _topics(threads)
    _requests(threads)
    _resolutions(threads)
    _declarations(threads)
    return sorted(threads.occasions, key=lambda each: each.at)


def _finding(threads: Threads, new: NewFinding, course: Course, before: Sequence[Thread] = ()) -> Thread:
    """A finding's thread; where it repeats another, that is confirmed two days later."""
    thread = Thread(course)

    def begin(actor: Actor) -> None:
        thread.finding = register_finding(actor, new)
        thread.task = task_of(actor, thread.finding)

    threads.tell(course.opened, threads.inspector, begin, hour=15)
    for earlier in before:

        def confirm(actor: Actor, earlier: Thread = earlier) -> None:
            confirm_repeat(actor, thread.finding, earlier.finding)

        threads.tell(course.opened + timedelta(days=2), threads.inspector, confirm, hour=11)
    threads.follow(thread)
    return thread


def _task(threads: Threads, new: NewTask, course: Course, source: str = "") -> Thread:
    """A task's thread; with ``source``, it comes of the latest meeting of that kind that stands in the book."""
    thread = Thread(course)

    def begin(actor: Actor) -> None:
        came = _latest_item(actor, source, new) if source else None
        thread.task = give_task(actor, replace(new, source_record=came))

    threads.tell(course.opened, threads.office, begin, hour=16)
    threads.follow(thread)
    return thread


def _latest_item(actor: Actor, kind: str, new: NewTask) -> int | None:
    """An item of the latest meeting before the task was given; None where the diary has not told of any."""
    until = Period(date(YEAR, 1, 1), new.opened)
    meetings = records(actor, Search(unit=new.issuer, kind=kind, period=until), Page(size=1)).lines
    parts = record_for(actor, meetings[0].number).parts if meetings else ()
    return parts[len(new.title) % len(parts)].number if parts else None


def _last_years_audits(threads: Threads) -> None:
    """40 findings of last year's audits in 7 classes, 36 of them rectified by May."""
    threads.last_year = {name: [] for name in AUDIT_CLASSES}
    for number in range(40):
        category = AUDIT_CLASSES[number % 7]
        opened = date(YEAR - 1, 9, 5 + number % 20)
        done = date(YEAR, 1 + number % 5, 10 + number % 15) if number < 36 else None
        unit = threads.brigade(number)
        course = Course(opened, unit, done=done, due=date(YEAR, 6, 30))
        new = _audit_finding(category, AUDIT_WORDS[category][number // 7 % 3], course)
        threads.last_year[category].append(_finding(threads, new, course))


def _audits(threads: Threads) -> None:
    """59 findings of the first half's five audits; the first eleven, of three classes, were found before."""
    days = (date(YEAR, 2, 24), date(YEAR, 3, 17), date(YEAR, 4, 14), date(YEAR, 5, 12), date(YEAR, 6, 14))
    for number in range(59):
        repeated = number < 11
        classes = AUDIT_CLASSES[:3] if repeated else AUDIT_CLASSES
        category = classes[number % len(classes)]
        opened = days[number % 5]
        done = opened + timedelta(days=40) if number % 9 else None
        earlier = threads.last_year[category][number // 3] if repeated else None
        unit = earlier.course.unit if earlier else threads.brigade(number)
        course = Course(opened, unit, done=done, returned=number % 13 == 5, reopened=number in (17, 31))
        words = AUDIT_WORDS[category][number % 3]
        _finding(threads, _audit_finding(category, words, course), course, [earlier] if earlier else ())


def _audit_finding(category: str, words: str, course: Course) -> NewFinding:
    return NewFinding(
        found_on=course.opened,
        unit=course.unit,
        issuer=TOP,
        description=words,
        origin="audit_finding",
        category=category,
        severity="较重" if category in AUDIT_CLASSES[:2] else "一般",
        due=course.due,
        fields={"suggestion": f"限期整改{category}问题，完善制度并举一反三", "is_repeat": False},
    )


def _inspections(threads: Threads) -> None:
    """What covert and night inspections found in each half: so many rectified in it, and four more that are not."""
    for half, (first, last) in enumerate(halves()):
        for source, count in (("暗访督查", (93, 52)[half]), ("夜间督查暗访", (77, 34)[half])):
            days = spread(threads.random, first, last - timedelta(days=25), count + 4)
            for number, opened in enumerate(days):
                _inspected(threads, source, number, opened, rectified=number < count)


def _inspected(threads: Threads, source: str, number: int, opened: date, *, rectified: bool) -> None:
    random, unit = threads.random, threads.grassroots()
    category = random.choice(RISK_CLASSES)
    which = random.randrange(len(WORDS[category]))
    done = opened + timedelta(days=random.randint(2, 20)) if rectified else None
    course = Course(
        opened, unit, done=done, returned=number % 17 == 3, reopened=number % 41 == 7, extended=number % 29 == 4
    )
    new = NewFinding(
        found_on=opened,
        unit=unit,
        issuer=TOP,
        description=random.choice(WORDS[category][which]),
        source=source,
        category=category,
        item=f"{category}风险第{which + 1}项",
        severity=random.choice(("一般", "一般", "一般", "较重", "严重")),
    )
    _finding(threads, new, course)


def _supervised(threads: Threads) -> None:
    """105 supervised items through the year: most closed in time, some late, sent back, reopened, or still open."""
    days = spread(threads.random, date(YEAR, 1, 9), date(YEAR, 11, 24), 105)
    for number, opened in enumerate(days):
        slow = number % 11 == 6
        done = opened + timedelta(days=threads.random.randint(8, 26) + (20 if slow else 0))
        course = Course(
            opened,
            threads.grassroots(),
            done=None if number % 15 == 14 else done,
            due=opened + timedelta(days=30),
            returned=number % 12 == 5,
            reopened=number % 26 == 9,
            extended=number % 14 == 3,
        )
        new = NewTask(
            origin="supervised_item",
            issuer=TOP,
            responsible=course.unit,
            title=f"{MATTERS[number % len(MATTERS)]}（督办第{number + 1}号）",
            opened=opened,
            due=course.due,
            leader=threads.leader(number),
            fields={"notices": 2 if slow else 1},
        )
        _task(threads, new, course)


def _topics(threads: Threads) -> None:
    """12 research topics, each with a leader, a department and a person; ten done in time, one late, one still open."""
    departments = list(DEPARTMENTS)
    for number, (title, focus) in enumerate(TOPICS):
        unit = f"{TOP}-{departments[number % len(departments)]}"
        done = date(YEAR, 11, 6 + number * 2) if number < 10 else date(YEAR, 12, 12)
        due = date(YEAR, 11, 30)
        course = Course(date(YEAR, 4, 10), unit, done=None if number == 11 else done, due=due, progress=True)
        new = NewTask(
            origin="research_topic",
            issuer=TOP,
            responsible=unit,
            title=title,
            opened=course.opened,
            due=course.due,
            leader=threads.leader(number),
            person=threads.doer(unit),
            fields={"focus_area": focus},
        )
        _task(threads, new, course)


def _requests(threads: Threads) -> None:
    """36 requests from below with their replies; two are still waiting."""
    departments = list(DEPARTMENTS)
    for number, opened in enumerate(spread(threads.random, date(YEAR, 1, 11), date(YEAR, 12, 8), 36)):
        unit = f"{TOP}-{departments[number % len(departments)]}"
        done = None if number in (20, 35) else opened + timedelta(days=threads.random.randint(2, 12))
        course = Course(opened, unit, done=done)
        asking = threads.grassroots()
        new = NewTask(
            origin="submission",
            issuer=TOP,
            responsible=unit,
            title=f"{threads.detachment.name_of(asking)}{REQUESTS[number % len(REQUESTS)]}",
            opened=opened,
            fields={"from_unit": asking},
        )
        _task(threads, new, course)


def _resolutions(threads: Threads) -> None:
    """What came of the committee's decisions: 28 tasks of the year, tied to the items of its meetings."""
    for number, opened in enumerate(spread(threads.random, date(YEAR, 1, 18), date(YEAR, 11, 29), 28)):
        due = opened + timedelta(days=45)
        done = None if number % 9 == 8 else opened + timedelta(days=threads.random.randint(10, 50))
        course = Course(opened, threads.grassroots(), done=done, due=due, progress=True)
        new = NewTask(
            origin="resolution",
            issuer=COMMITTEE,
            responsible=course.unit,
            title=f"落实党委会决议：{MATTERS[(number * 3 + 1) % len(MATTERS)]}",
            opened=opened,
            due=due,
            leader=threads.leader(number),
        )
        _task(threads, new, course, "party_committee_meeting")


def _declarations(threads: Threads) -> None:
    """The leader answers for two registers of the first half: no impromptu item, no incident."""
    for series in ("agenda_item.impromptu", "safety_incident.incidents"):

        def declare(actor: Actor, series: str = series) -> None:
            declare_complete(actor, series, TOP, Period.parse(f"{YEAR}-H1"))

        threads.tell(date(YEAR, 7, 3), threads.leader(0), declare, hour=10)
