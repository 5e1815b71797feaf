"""Actors: who does something, when, and what the roles given to them reach."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """What a person is trusted to do for a unit and all below it."""

    VIEWER = "viewer"
    RECORDER = "recorder"
    REVIEWER = "reviewer"
    INSPECTOR = "inspector"
    DISCIPLINE = "discipline"
    ASSESSOR = "assessor"
    AUTHOR = "author"
    APPROVER = "approver"
    SYSTEM_ADMIN = "system_admin"
    SECURITY_ADMIN = "security_admin"
    AUDIT_ADMIN = "audit_admin"

    @property
    def label(self) -> str:
        """The Chinese word for the role."""
        return _ROLE_LABELS[self]


_ROLE_LABELS = {
    Role.VIEWER: "查阅员",
    Role.RECORDER: "记录员",
    Role.REVIEWER: "审核员",
    Role.INSPECTOR: "督察员",
    Role.DISCIPLINE: "纪检员",
    Role.ASSESSOR: "考核员",
    Role.AUTHOR: "撰稿人",
    Role.APPROVER: "审批人",
    Role.SYSTEM_ADMIN: "系统管理员",
    Role.SECURITY_ADMIN: "安全管理员",
    Role.AUDIT_ADMIN: "审计管理员",
}


class Action(StrEnum):
    """What a verb or a query asks leave for."""

    SEE = "see"
    RECORD = "record"
    CORRECT = "correct"
    WAIVE = "waive"
    INSPECT = "inspect"
    DISCIPLINE = "discipline"
    ASSESS = "assess"
    WRITE = "write"
    ISSUE = "issue"
    SEAL = "seal"
    ORGANISE = "organise"
    GRANT = "grant"
    AUDIT = "audit"


_SEEING = {Action.SEE}
ALLOWED: dict[Role, frozenset[Action]] = {
    Role.VIEWER: frozenset(_SEEING),
    Role.RECORDER: frozenset(_SEEING | {Action.RECORD, Action.CORRECT}),
    Role.REVIEWER: frozenset(_SEEING | {Action.CORRECT}),
    Role.INSPECTOR: frozenset(_SEEING | {Action.INSPECT}),
    Role.DISCIPLINE: frozenset(_SEEING | {Action.DISCIPLINE}),
    Role.ASSESSOR: frozenset(_SEEING | {Action.ASSESS}),
    Role.AUTHOR: frozenset(_SEEING | {Action.WRITE}),
    Role.APPROVER: frozenset(_SEEING | {Action.WAIVE, Action.ISSUE, Action.SEAL}),
    # The three administrators are kept apart (三员分立) and none of them touches business data.
    Role.SYSTEM_ADMIN: frozenset({Action.ORGANISE}),
    Role.SECURITY_ADMIN: frozenset({Action.GRANT}),
    Role.AUDIT_ADMIN: frozenset({Action.AUDIT}),
}


@dataclass(frozen=True)
class Grant:
    """A role over the part of the tree that begins at ``path``; "" is the whole tree."""

    role: Role
    path: str


@dataclass(frozen=True)
class Actor:
    """Who acts, at which moment, and with which roles. Every verb takes one first.

    Attributes:
        name: the name as the trail shows it.
        at: the moment of the act, aware; the face that built the actor asked the clock.
        grants: what they are trusted with.
        account: the login name, or "" for a program run on the machine itself.
    """

    name: str
    at: datetime
    grants: tuple[Grant, ...] = ()
    account: str = ""

    def may(self, action: Action, path: str) -> bool:
        """Whether a role of theirs allows the action on the unit at ``path``."""
        return any(action in ALLOWED[grant.role] and path.startswith(grant.path) for grant in self.grants)

    def paths(self, action: Action) -> tuple[str, ...]:
        """The tops of the subtrees on which the action is allowed, none below another."""
        tops: list[str] = []
        for path in sorted({grant.path for grant in self.grants if action in ALLOWED[grant.role]}):
            if not any(path.startswith(top) for top in tops):
                tops.append(path)
        return tuple(tops)


def everything(name: str, at: datetime) -> Actor:
    """The operator at the machine itself, trusted with every role over the whole tree."""
    return Actor(name, at, tuple(Grant(role, "") for role in Role))
