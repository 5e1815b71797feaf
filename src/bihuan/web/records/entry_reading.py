"""Reading a form that was sent: what was typed becomes an act, and everything that cannot be read is said at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.core import signing
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict

from bihuan.catalog.schema import Kind
from bihuan.records.act import Act, Attendee, AttendeeRole, EvidenceFile, State
from bihuan.records.errors import BadAct
from bihuan.records.evidence import keep, place_of
from bihuan.records.queries import KeptFile
from bihuan.values.problem import Problem
from bihuan.web.records.entry_fields import FormField, PartForm

_SALT = "bihuan.web.kept-file"


@dataclass(frozen=True)
class Mention:
    """Somebody ticked or typed in the form: a code or a name, and what they did."""

    person: str
    role: AttendeeRole
    name: str = ""
    is_chosen: bool = True

    @property
    def token(self) -> str:
        """What the tick box sends."""
        return f"{self.person}:{self.role.value}"


@dataclass(frozen=True)
class Sent:
    """What was typed, as it was typed, so that the form can be shown again.

    Attributes:
        values: by the key of the field.
        people: who was ticked or typed.
        rows: for each kind of item, what its rows hold.
        kept: files that are in the store already, and still wanted.
        anyway: whether it is to be entered although it looks like one that is there.
    """

    unit: str = ""
    day: str = ""
    until: str = ""
    state: str = State.HELD
    title: str = ""
    reason: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    people: tuple[Mention, ...] = ()
    rows: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    kept: tuple[KeptFile, ...] = ()
    anyway: bool = False


def sent(post: QueryDict, fields: Sequence[FormField], parts: Sequence[PartForm]) -> Sent:
    """What a form sent."""
    word = {name: post.get(name, "").strip() for name in ("unit", "day", "until", "state", "title", "reason")}
    return Sent(
        **word,
        values={each.key: value for each in fields if (value := post.get(each.name, "").strip())},
        people=tuple(_people(post)),
        rows={part.key: tuple(_rows(post, part)) for part in parts},
        kept=tuple(file for token in post.getlist("kept") if (file := kept_of(token)) is not None),
        anyway="anyway" in post,
    )


def _people(post: QueryDict) -> list[Mention]:
    found = [_mention(*token.rpartition(":")[::2]) for token in post.getlist("person")]
    typed = zip(post.getlist("who"), post.getlist("role"), strict=False)
    found += [_mention(name.strip(), role) for name, role in typed if name.strip()]
    return [mention for mention in found if mention is not None]


def _mention(person: str, role: str) -> Mention | None:
    return Mention(person, AttendeeRole(role)) if person and role in set(AttendeeRole) else None


def _rows(post: QueryDict, part: PartForm) -> list[tuple[str, str]]:
    words = [each.strip() for each in post.getlist(f"{part.key}-words")]
    choices = [each.strip() for each in post.getlist(f"{part.key}-choice")] or [""] * len(words)
    return [(text, choice) for text, choice in zip(words, choices, strict=False) if text]


def act_of(kind: Kind, parts: Sequence[PartForm], told: Sent, evidence: tuple[EvidenceFile, ...] | None) -> Act:
    """The act that the form tells of.

    Raises:
        BadAct: a day or the state cannot be read; what the fields hold is left for the records to judge.
    """
    problems: list[Problem] = []
    happened = _day(told.day, "日期", problems)
    until = _day(told.until, "截止日期", problems) if told.until else None
    if told.state not in set(State):
        problems.append(Problem("情况", "没有选情况", "请选一个"))
    if problems or happened is None:
        raise BadAct(problems)
    return Act(
        kind=kind.key,
        unit=told.unit,
        happened=happened,
        title=told.title,
        state=State(told.state),
        until=until,
        fields=dict(told.values),
        people=tuple(Attendee(each.person, each.role) for each in told.people),
        parts=tuple(_part_act(part, row, told.unit, happened) for part in parts for row in told.rows[part.key]),
        evidence=evidence,
    )


def _part_act(part: PartForm, row: tuple[str, str], unit: str, happened: date) -> Act:
    words, choice = row
    fields = {key: value for key, value in ((part.words, words), (part.choice, choice)) if key and value}
    return Act(part.key, unit, happened, title=words[:200], fields=fields)


def _day(text: str, what: str, problems: list[Problem]) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        problems.append(Problem(what, "没有填，或不是日期" if not text else f"“{text[:20]}”不是日期", "请选一天"))
        return None


def files_of(request: HttpRequest) -> list[EvidenceFile]:
    """The files that came with the form."""
    found: MultiValueDict[str, UploadedFile[bytes]] = request.FILES
    return [_file(each) for each in found.getlist("files") if each.name]


def _file(each: UploadedFile[bytes]) -> EvidenceFile:
    content = Path(each.temporary_file_path()) if isinstance(each, TemporaryUploadedFile) else each.read()
    return EvidenceFile(each.name or "", content)


def stored(files: Sequence[EvidenceFile]) -> tuple[KeptFile, ...]:
    """Put the files into the store, so that nobody has to choose them again when the form comes back."""
    return tuple(KeptFile(each.name, each.sha256, each.size) for each in map(keep, files))


def from_store(files: Sequence[KeptFile]) -> tuple[EvidenceFile, ...]:
    """Files of the store as evidence to hand in."""
    return tuple(EvidenceFile(each.name, place_of(each.sha256)) for each in files)


def token_of(file: KeptFile) -> str:
    """A file of the store as the form carries it: signed, so that nobody asks for a file that was never theirs."""
    return signing.dumps([file.name, file.sha256, file.size], salt=_SALT)


def kept_of(token: str) -> KeptFile | None:
    """The file that a form carries; None where the mark was made up."""
    try:
        name, sha256, size = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return None
    return KeptFile(str(name), str(sha256), int(size))
