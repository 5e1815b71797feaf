"""The tables of the organisation: units and their places, posts, people, appointments, accounts, grants."""

from __future__ import annotations

from typing import ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from bihuan.organisations.fields import PathField
from bihuan.values.actor import Role
from bihuan.values.unit_type import UnitType


class Unit(models.Model):
    """A node of the tree. Where it stands is in its placements, since a reorganisation may move it."""

    code = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=120)
    type = models.CharField(max_length=24, choices=[(t.value, t.label) for t in UnitType])
    begins = models.DateField()
    ends = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["name"], name="unit_name")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("begins")), name="unit_ends_after_begin"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Placement(models.Model):
    """Where a unit stood in the tree from a day until a day; both in, ``until`` open while it still stands there."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="placements")
    parent = models.ForeignKey(Unit, models.PROTECT, related_name="children_placements", null=True, blank=True)
    path = PathField(max_length=80)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["path"], name="placement_path")]
        constraints = [
            models.UniqueConstraint(fields=["unit"], condition=Q(until__isnull=True), name="one_open_placement"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.path}"


class Post(models.Model):
    """A post 岗位 at a unit: 党委书记, 党支部书记, 班子成员."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts")
    name = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "name"], name="post_once_a_unit")]

    def __str__(self) -> str:
        return self.name


class Person(models.Model):
    """A person: name and code, and the unit that enrolled them (None where nobody noted it); nothing else."""

    code = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=40)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return self.name


class Appointment(models.Model):
    """A person holds a post from a day until a day; both in."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="appointments")
    post = models.ForeignKey(Post, models.PROTECT, related_name="appointments")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.person_id} {self.post_id}"


class Account(AbstractBaseUser):
    """Somebody who can log in.

    Attributes:
        password_since: when the present password was set; None where nobody noted it.
        second_required: whether this account has to have a second factor, whatever its roles.
    """

    username = models.CharField(max_length=64, unique=True)
    person = models.OneToOneField(Person, models.PROTECT, null=True, blank=True, related_name="account")
    is_active = models.BooleanField(default=True)
    password_since = models.DateTimeField(null=True, blank=True)
    second_required = models.BooleanField(default=False)

    objects: ClassVar[BaseUserManager[Self]] = BaseUserManager()

    USERNAME_FIELD = "username"

    def __str__(self) -> str:
        return self.username


class RoleGrant(models.Model):
    """A role given to an account over a unit and all below it."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="grants")
    role = models.CharField(max_length=24, choices=[(r.value, r.label) for r in Role])
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="grants")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "role", "unit"], name="grant_once")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.role} {self.unit_id}"


class OldPassword(models.Model):
    """The hash of a password that an account had, so that it is not taken again soon."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="old_passwords")
    password = models.CharField(max_length=128)

    def __str__(self) -> str:
        return str(self.account_id)


class SecondFactor(models.Model):
    """The one-time codes of an account: the secret that its phone shares, since when.

    Attributes:
        key: the secret in hexadecimal.
        last_step: the thirty-second step of the last code that was taken; no code is taken twice.
    """

    account = models.OneToOneField(Account, models.CASCADE, related_name="second_factor")
    key = models.CharField(max_length=64)
    since = models.DateTimeField()
    last_step = models.BigIntegerField()

    def __str__(self) -> str:
        return str(self.account_id)


class RecoveryCode(models.Model):
    """A code that lets somebody in once who has lost their phone, kept as a digest only."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return str(self.account_id)


class SecondRequired(models.Model):
    """Who holds this role over this unit or one below it has to have a second factor."""

    role = models.CharField(max_length=24, choices=[(r.value, r.label) for r in Role])
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["role", "unit"], name="second_required_once")]

    def __str__(self) -> str:
        return f"{self.role} {self.unit_id}"
