"""The second factor: codes of a phone, each once; recovery codes, each once; who may require it and take it away."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from django_otp.oath import TOTP
from pytest_django import Settings

from bihuan.organisations.accounts import change_password, give_role, open_account, password_age, reset_password
from bihuan.organisations.errors import MayNot, NoSecondFactor, UnknownPerson, UnknownUnit, WeakPassword, WrongCode
from bihuan.organisations.models import RecoveryCode
from bihuan.organisations.queries import UnitPlace
from bihuan.organisations.second_factor import (
    drop_second,
    key_address,
    new_key,
    pass_second,
    require_second,
    require_second_of_role,
    required_roles,
    reset_second,
    set_second,
    state_of,
    typed_key,
)
from bihuan.trail.models import Entry
from bihuan.values.actor import Actor, Role
from conftest import NOW, acting

PASSWORD = "qinghe-2023-Second"  # noqa: S105 - opens nothing but accounts of this test
LATER = NOW + timedelta(minutes=10)


@pytest.fixture(autouse=True)
def _light_hashes(settings: Settings) -> None:
    """Passwords hashed without the cost that guards real ones."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def clerk(tree: dict[str, UnitPlace], operator: Actor) -> Actor:
    open_account(operator, "wenshu", PASSWORD, "dc")
    give_role(operator, "wenshu", Role.RECORDER, "dc")
    return acting("wenshu", tree["dc"].path, Role.RECORDER)


@pytest.fixture
def keeper(tree: dict[str, UnitPlace]) -> Actor:
    return acting("anquan", tree["dc"].path, Role.SECURITY_ADMIN)


def shown(key: str, at: datetime) -> str:
    """What the phone shows at a moment."""
    phone = TOTP(bytes.fromhex(key))
    phone.time = at.timestamp()
    return f"{phone.token():06d}"


def at(actor: Actor, moment: datetime) -> Actor:
    return Actor(actor.name, moment, actor.grants, actor.account)


def set_up(clerk: Actor) -> tuple[str, tuple[str, ...]]:
    key = new_key()
    return key, set_second(clerk, PASSWORD, key, shown(key, clerk.at))


def test_it_is_set_up_with_a_code_of_the_phone_and_then_passes_codes(clerk: Actor) -> None:
    key, codes = set_up(clerk)
    assert len(set(codes)) == 10
    assert (state_of("wenshu").since, state_of("wenshu").codes_left) == (NOW, 10)
    pass_second(at(clerk, LATER), shown(key, LATER))
    pass_second(at(clerk, LATER + timedelta(minutes=1)), shown(key, LATER + timedelta(minutes=1)))


def test_no_code_is_taken_twice_and_none_of_another_time(clerk: Actor) -> None:
    key, _ = set_up(clerk)
    with pytest.raises(WrongCode):
        pass_second(clerk, shown(key, NOW))
    pass_second(at(clerk, LATER), shown(key, LATER))
    for moment in (LATER, LATER - timedelta(minutes=2), LATER + timedelta(minutes=2)):
        with pytest.raises(WrongCode):
            pass_second(at(clerk, LATER), shown(key, moment))


def test_a_phone_whose_clock_is_half_a_minute_off_is_still_right(clerk: Actor) -> None:
    key, _ = set_up(clerk)
    pass_second(at(clerk, LATER), shown(key, LATER - timedelta(seconds=30)))
    pass_second(at(clerk, LATER), shown(key, LATER + timedelta(seconds=30)))


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "１２３４５６", "000000 ", "-00001"])
def test_what_is_no_code_is_wrong(clerk: Actor, code: str) -> None:
    set_up(clerk)
    with pytest.raises(WrongCode):
        pass_second(at(clerk, LATER), code)


def test_a_recovery_code_passes_once_and_only_its_digest_is_kept(clerk: Actor) -> None:
    _, codes = set_up(clerk)
    pass_second(at(clerk, LATER), codes[3].upper())
    with pytest.raises(WrongCode):
        pass_second(at(clerk, LATER), codes[3])
    assert state_of("wenshu").codes_left == 9
    kept = " ".join(RecoveryCode.objects.values_list("digest", flat=True))
    assert not [code for code in codes if code in kept]
    assert Entry.objects.order_by("-number").values_list("verb", flat=True)[0] == "use_recovery_code"


def test_a_recovery_code_of_another_account_passes_nobody(
    clerk: Actor, operator: Actor, tree: dict[str, UnitPlace]
) -> None:
    open_account(operator, "other", PASSWORD, "dc")
    give_role(operator, "other", Role.VIEWER, "dc")
    other = acting("other", tree["dc"].path, Role.VIEWER)
    set_up(other)
    _, codes = set_up(clerk)
    with pytest.raises(WrongCode):
        pass_second(at(other, LATER), codes[0])


def test_setting_it_up_needs_the_password_and_the_right_code(clerk: Actor) -> None:
    key = new_key()
    with pytest.raises(MayNot, match="密码不对"):
        set_second(clerk, "guessed", key, shown(key, NOW))
    with pytest.raises(WrongCode):
        set_second(clerk, PASSWORD, key, shown(new_key(), NOW))
    assert state_of("wenshu").since is None
    with pytest.raises(NoSecondFactor):
        pass_second(clerk, "000000")


def test_a_new_phone_takes_the_place_of_the_old_one_with_all_codes(clerk: Actor) -> None:
    old, codes = set_up(clerk)
    new, _ = set_up(at(clerk, LATER))
    later = LATER + timedelta(minutes=5)
    for code in (shown(old, later), codes[0]):
        with pytest.raises(WrongCode):
            pass_second(at(clerk, later), code)
    pass_second(at(clerk, later), shown(new, later))


def test_the_secret_stands_in_no_trail(clerk: Actor) -> None:
    key, codes = set_up(clerk)
    said = " ".join(Entry.objects.values_list("detail", flat=True))
    assert key not in said
    assert not [code for code in codes if code in said]


def test_it_is_dropped_with_a_code_unless_it_is_required(clerk: Actor, keeper: Actor) -> None:
    _, codes = set_up(clerk)
    require_second(keeper, "wenshu", "dc", required=True)
    with pytest.raises(MayNot, match="不能取消"):
        drop_second(at(clerk, LATER), codes[0])
    require_second(keeper, "wenshu", "dc", required=False)
    with pytest.raises(WrongCode):
        drop_second(at(clerk, LATER), "nonsense")
    drop_second(at(clerk, LATER), codes[0])
    assert state_of("wenshu").since is None


def test_a_role_is_required_of_everybody_who_holds_it_there_or_below(
    clerk: Actor, keeper: Actor, operator: Actor
) -> None:
    for username, role, unit in (
        ("zhan", Role.RECORDER, "dc1"),
        ("kan", Role.VIEWER, "dc"),
        ("xi", Role.RECORDER, "xc"),
    ):
        open_account(operator, username, PASSWORD, unit)
        give_role(operator, username, role, unit)
    require_second_of_role(keeper, Role.RECORDER, "dc", required=True)
    assert {name: state_of(name).required for name in ("wenshu", "zhan", "kan", "xi")} == {
        "wenshu": True,
        "zhan": True,
        "kan": False,
        "xi": False,
    }
    assert required_roles(keeper, "dc") == [(Role.RECORDER, "东城消防救援大队")]
    require_second_of_role(keeper, Role.RECORDER, "dc", required=False)
    assert not state_of("wenshu").required


def test_only_the_keeper_of_all_an_account_holds_takes_it_away(
    clerk: Actor, keeper: Actor, operator: Actor, outsider: Actor
) -> None:
    set_up(clerk)
    with pytest.raises(UnknownUnit):
        reset_second(keeper, "wenshu", "xc")
    with pytest.raises(MayNot):
        reset_second(outsider, "wenshu", "xc")
    give_role(operator, "wenshu", Role.VIEWER, "zd")
    with pytest.raises(MayNot, match="范围之外"):
        reset_second(keeper, "wenshu", "dc")
    with pytest.raises(UnknownPerson):
        reset_second(keeper, "nobody", "dc")
    reset_second(operator, "wenshu", "zd")
    assert state_of("wenshu").since is None
    with pytest.raises(NoSecondFactor):
        reset_second(operator, "wenshu", "zd")


def test_nobody_excuses_or_resets_themselves(tree: dict[str, UnitPlace], operator: Actor) -> None:
    open_account(operator, "anquan", PASSWORD, "dc")
    give_role(operator, "anquan", Role.SECURITY_ADMIN, "dc")
    keeper = acting("anquan", tree["dc"].path, Role.SECURITY_ADMIN)
    with pytest.raises(MayNot):
        reset_second(keeper, "anquan", "dc")
    with pytest.raises(MayNot):
        require_second(keeper, "anquan", "dc", required=False)


def test_what_the_phone_is_told_names_account_and_issuer() -> None:
    key = "48656c6c6f21deadbeef48656c6c6f21deadbeef"
    assert key_address("wenshu", key) == (
        "otpauth://totp/%E9%97%AD%E7%8E%AF:wenshu?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=%E9%97%AD%E7%8E%AF"
    )
    assert typed_key(key) == "JBSW Y3DP EHPK 3PXP JBSW Y3DP EHPK 3PXP"


def test_the_last_five_passwords_are_not_taken_again(clerk: Actor) -> None:
    words = [PASSWORD, *(f"Another-one-{number}" for number in range(1, 7))]
    for old, new in pairwise(words[:5]):
        change_password(clerk, old, new)
    for used in words[:4]:
        with pytest.raises(WeakPassword, match="最近5次"):
            change_password(clerk, words[4], used)
    change_password(clerk, words[4], words[5])
    change_password(clerk, words[5], PASSWORD)


def test_a_reset_password_is_no_old_one_either(clerk: Actor, operator: Actor) -> None:
    with pytest.raises(WeakPassword, match="最近5次"):
        reset_password(operator, "wenshu", PASSWORD, "dc")


def test_the_age_of_a_password_begins_anew_when_it_is_changed(clerk: Actor) -> None:
    assert password_age("wenshu", NOW + timedelta(days=91)) == 91
    change_password(at(clerk, NOW + timedelta(days=60)), PASSWORD, "Another-one-1")
    assert password_age("wenshu", NOW + timedelta(days=91)) == 31
