"""The operator's commands: a second factor reset at the machine, people from a table, a backup with its trace."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.utils import timezone
from django_otp.oath import TOTP
from pytest_django import Settings

from bihuan.cli.keeping import backup_command
from bihuan.cli.organisations import account_group, people_group
from bihuan.organisations.accounts import give_role, open_account
from bihuan.organisations.errors import BadRoster
from bihuan.organisations.queries import UnitPlace, holders
from bihuan.organisations.safekeeping import last_backup
from bihuan.organisations.second_factor import new_key, set_second, state_of
from bihuan.values.actor import Actor, Role
from conftest import acting

PASSWORD = "qinghe-2023-Machine"  # noqa: S105 - opens nothing but an account of this test


def test_a_lost_phone_is_reset_at_the_machine(
    tree: dict[str, UnitPlace], operator: Actor, settings: Settings
) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    open_account(operator, "anquan", PASSWORD, "zd")
    give_role(operator, "anquan", Role.SECURITY_ADMIN, "zd")
    key, keeper = new_key(), acting("anquan", tree["zd"].path, Role.SECURITY_ADMIN)
    phone = TOTP(bytes.fromhex(key))
    phone.time = keeper.at.timestamp()
    set_second(keeper, PASSWORD, key, f"{phone.token():06d}")
    result = CliRunner().invoke(account_group, ["reset-second", "anquan", "--unit", "zd"])
    assert result.exit_code == 0, result.output
    assert "本人用密码登录后再设一次" in result.output
    assert state_of("anquan").since is None


def test_people_come_from_a_table_and_what_is_wrong_is_told_row_by_row(
    tree: dict[str, UnitPlace], tmp_path: Path
) -> None:
    file = tmp_path / "people.csv"
    file.write_text("人员代码,姓名,岗位,任职日期\np1,张三丰,站长,2023-01-01\np2,,,\n", encoding="utf-8")
    result = CliRunner().invoke(people_group, ["import", str(file), "--unit", "dc1"])
    assert isinstance(result.exception, BadRoster)
    assert "第3行" in result.output
    file.write_text("人员代码,姓名,岗位,任职日期\np1,张三丰,站长,2023-01-01\n", encoding="utf-8")
    result = CliRunner().invoke(people_group, ["import", str(file), "--unit", "dc1"])
    assert result.output == "新登记 1 人，任职 1 个。\n"
    assert [each.name for each in holders(tree["dc1"], "站长")] == ["张三丰"]


def test_a_backup_at_the_machine_is_noted_too(
    tree: dict[str, UnitPlace], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BIHUAN_HOME", str(tmp_path))
    monkeypatch.delenv("BIHUAN_DATABASE_URL", raising=False)
    with closing(sqlite3.connect(tmp_path / "bihuan.sqlite3")) as db:
        db.execute("CREATE TABLE kept (word TEXT)")
        db.commit()
    file = tmp_path / "out.tar.gz"
    result = CliRunner().invoke(backup_command, [str(file)])
    assert result.exit_code == 0, result.output
    last = last_backup()
    assert last is not None
    assert last.size == file.stat().st_size
    assert timezone.now() - last.at < timedelta(minutes=5)
    assert last.actor.startswith("本机 ")
