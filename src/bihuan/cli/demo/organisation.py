"""The detachment: its departments, brigades, stations, Party bodies, and about 160 people who hold posts in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from random import Random

from bihuan.cli.demo.names import made_up_names
from bihuan.organisations.accounts import give_role, open_account
from bihuan.organisations.people import appoint, enrol
from bihuan.organisations.structure import NewUnit, open_units
from bihuan.values.actor import Actor, Role
from bihuan.values.unit_type import UnitType

BEGAN = date(2020, 1, 1)
TOP = "linjiang"
COMMITTEE = "linjiang-dw"
DISCIPLINE = "linjiang-jw"
OFFICE_BRANCH = "linjiang-jgdzz"
PASSWORD = "linjiang-2023"  # noqa: S105 - printed by the demo, opens nothing but the demo

DEPARTMENTS = {
    "bgs": "办公室",
    "zzjy": "组织教育科",
    "dwgl": "队务管理科",
    "jjdc": "纪检督察室",
    "zzxl": "作战训练科",
    "fhjd": "防火监督科",
    "xwxc": "新闻宣传科",
    "cwk": "财务科",
    "hqzb": "后勤装备科",
}
BRIGADES = {
    "jb": ("江北", ("解放路", "滨江路", "石桥")),
    "jn": ("江南", ("南门", "望江", "青龙")),
    "dh": ("东湖", ("湖滨", "杨柳", "梅岭")),
    "xl": ("西岭", ("西岭", "松坪")),
    "lg": ("临港", ("港口", "保税区", "化工园")),
    "gx": ("高新", ("科技园", "软件园")),
    "yx": ("云溪", ("云溪", "竹山")),
    "bs": ("白石", ("白石", "古渡")),
}
_LEADERS = (
    "支队长",
    "政治委员",
    "副支队长",
    "副支队长",
    "副支队长",
    "副政治委员",
    "参谋长",
    "政治部主任",
    "纪委书记",
)

_BRIGADE_SEATS = (
    ("大队长", "党总支副书记"),
    ("教导员", "党总支书记"),
    ("副大队长", "党总支委员"),
    ("大队文书", "党总支委员"),
)

DEMO_ACCOUNTS = {
    "wenshu": "江北大队文书",
    "zhengzhi": "政治部撰稿人",
    "ducha": "支队督察员",
    "zhihui": "支队领导",
    "xitong": "系统管理员",
    "zhanyuan": "解放路站记录员",
    "shenhe": "支队审核员",
    "jijian": "支队纪检员",
    "kaohe": "支队考核员",
    "anquan": "安全管理员",
    "shenji": "审计管理员",
}
_ACCOUNT_ROLES = {
    "wenshu": ("jb", (Role.VIEWER, Role.RECORDER)),
    "zhengzhi": (TOP, (Role.VIEWER, Role.RECORDER, Role.AUTHOR)),
    "ducha": (TOP, (Role.VIEWER, Role.INSPECTOR)),
    "zhihui": (TOP, (Role.VIEWER, Role.APPROVER)),
    "xitong": (TOP, (Role.SYSTEM_ADMIN,)),
    "zhanyuan": ("jb1", (Role.VIEWER, Role.RECORDER)),
    "shenhe": (TOP, (Role.VIEWER, Role.REVIEWER)),
    "jijian": (TOP, (Role.VIEWER, Role.DISCIPLINE)),
    "kaohe": (TOP, (Role.VIEWER, Role.ASSESSOR)),
    "anquan": (TOP, (Role.SECURITY_ADMIN,)),
    "shenji": (TOP, (Role.AUDIT_ADMIN,)),
}


@dataclass
class People:
    """Who holds what: person codes by unit, and the names that go with them."""

    leaders: list[str] = field(default_factory=list)
    office_heads: list[str] = field(default_factory=list)
    of_unit: dict[str, list[str]] = field(default_factory=dict)
    committee: dict[str, list[str]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Detachment:
    """The tree as the generator uses it."""

    units: tuple[NewUnit, ...]
    brigades: tuple[str, ...]
    stations: tuple[str, ...]
    general_branches: tuple[str, ...]
    branches: tuple[str, ...]
    groups: tuple[str, ...]
    people: People

    @property
    def party_bodies(self) -> tuple[str, ...]:
        """The 34 Party bodies: the committee, 9 general branches, 24 branches."""
        return (COMMITTEE, OFFICE_BRANCH, *self.general_branches, *self.branches)

    @property
    def grassroots(self) -> tuple[str, ...]:
        """Brigades and stations."""
        return (*self.brigades, *self.stations)

    def name_of(self, code: str) -> str:
        """The unit's name."""
        return next(unit.name for unit in self.units if unit.code == code)


def found(actor: Actor, random: Random) -> Detachment:
    """Open every unit, enrol the people and appoint them."""
    detachment = _drawn()
    open_units(actor, detachment.units)
    _appoint_everybody(actor, detachment, random)
    return detachment


def open_demo_accounts(actor: Actor, people: People) -> None:
    """One account for each of the users. All have the same password."""
    holders = {
        "wenshu": people.of_unit["jb"][3],
        "zhengzhi": people.of_unit[f"{TOP}-zzjy"][0],
        "ducha": people.of_unit[f"{TOP}-jjdc"][0],
        "zhihui": people.leaders[0],
        "zhanyuan": people.of_unit["jb1"][2],
        "shenhe": people.of_unit[f"{TOP}-bgs"][0],
        "jijian": people.of_unit[f"{TOP}-jjdc"][1],
        "kaohe": people.of_unit[f"{TOP}-bgs"][1],
    }
    for username, (unit, roles) in _ACCOUNT_ROLES.items():
        open_account(actor, username, PASSWORD, unit, holders.get(username, ""))
        for role in roles:
            give_role(actor, username, role, unit)


def _drawn() -> Detachment:
    units = [
        NewUnit(TOP, "临江市消防救援支队", UnitType.DETACHMENT, "", BEGAN),
        NewUnit(COMMITTEE, "中共临江市消防救援支队委员会", UnitType.PARTY_COMMITTEE, TOP, BEGAN),
        NewUnit(DISCIPLINE, "中共临江市消防救援支队纪律检查委员会", UnitType.DISCIPLINE_COMMITTEE, TOP, BEGAN),
        NewUnit(OFFICE_BRANCH, "临江支队机关党总支", UnitType.GENERAL_BRANCH, TOP, BEGAN),
    ]
    units += [
        NewUnit(f"{TOP}-{code}", f"临江支队{name}", UnitType.DEPARTMENT, TOP, BEGAN)
        for code, name in DEPARTMENTS.items()
    ]
    branches = [
        NewUnit(
            f"{TOP}-zb{n:02}",
            f"临江支队机关第{'一二三四'[n - 1]}党支部",
            UnitType.PARTY_BRANCH,
            OFFICE_BRANCH,
            BEGAN,
        )
        for n in range(1, 5)
    ]
    brigades, stations, generals = [], [], []
    for code, (name, station_names) in BRIGADES.items():
        brigades.append(NewUnit(code, f"临江市{name}消防救援大队", UnitType.BRIGADE, TOP, BEGAN))
        generals.append(NewUnit(f"{code}-dzz", f"{name}大队党总支", UnitType.GENERAL_BRANCH, code, BEGAN))
        for n, station in enumerate(station_names, 1):
            stations.append(NewUnit(f"{code}{n}", f"{station}消防救援站", UnitType.STATION, code, BEGAN))
            number = len(branches) + 1
            branches.append(
                NewUnit(f"{TOP}-zb{number:02}", f"{station}站党支部", UnitType.PARTY_BRANCH, f"{code}{n}", BEGAN)
            )
    groups = [
        NewUnit(
            f"{branch.code}-{n}", f"{branch.name}第{'一二'[n - 1]}党小组", UnitType.BRANCH_GROUP, branch.code, BEGAN
        )
        for branch in branches[:4]
        for n in (1, 2)
    ]
    units += [*brigades, *generals, *stations, *branches, *groups]
    return Detachment(
        units=tuple(units),
        brigades=_codes(brigades),
        stations=_codes(stations),
        general_branches=_codes(generals),
        branches=_codes(branches),
        groups=_codes(groups),
        people=People(),
    )


def _codes(units: list[NewUnit]) -> tuple[str, ...]:
    return tuple(unit.code for unit in units)


def _appoint_everybody(actor: Actor, detachment: Detachment, random: Random) -> None:
    names = made_up_names(random)
    people = detachment.people

    def somebody(unit: str, *posts: tuple[str, str]) -> str:
        code = f"p{len(people.names) + 1:03}"
        people.names[code] = next(names)
        enrol(actor, unit, code, people.names[code])
        for at_unit, post in posts:
            appoint(actor, code, at_unit, post, BEGAN)
        people.of_unit.setdefault(unit, []).append(code)
        return code

    for number, post in enumerate(_LEADERS):
        seat = "党委书记" if number == 1 else "党委副书记" if number == 0 else "党委委员"
        people.leaders.append(somebody(TOP, (TOP, post), (TOP, "班子成员"), (COMMITTEE, seat)))
    for code in DEPARTMENTS:
        people.office_heads += [somebody(f"{TOP}-{code}", (f"{TOP}-{code}", post)) for post in ("科长", "副科长")]
    for brigade in detachment.brigades:
        for post, seat in _BRIGADE_SEATS:
            somebody(brigade, (brigade, post), (f"{brigade}-dzz", seat))
    for station, branch in zip(detachment.stations, detachment.branches[4:], strict=True):
        seats = (("指导员", "党支部书记"), ("站长", "党支部副书记"), ("副站长", "组织委员"))
        people.committee[branch] = [somebody(station, (station, post), (branch, seat)) for post, seat in seats]
        people.committee[branch] += [somebody(station, (branch, seat)) for seat in ("宣传委员", "纪检委员")]
    for number, branch in enumerate(detachment.branches[:4]):
        secretary, *members = people.office_heads[number * 4 : number * 4 + 4]
        appoint(actor, secretary, branch, "党支部书记", BEGAN)
        for member in members:
            appoint(actor, member, branch, "支部委员", BEGAN)
        people.committee[branch] = [secretary, *members]
