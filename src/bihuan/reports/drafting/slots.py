"""One bracket of an author's text: 党委会次数，上期：14次; 清单：责任欠账; 要求：支部党员大会. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from bihuan.reports.drafting.names import Calling
from bihuan.reports.requests import ActList, ByHand, Direction, Register, Request, Requirement, UnitTable, source_of
from bihuan.reports.slots import Slot, UnknownName

_FLAGS = {"约数": "rounded", "汉字": "spelt", "只写数字": "bare"}
_EARLIER = ("同期", "上期")
_BY_UNIT = "按"
_RANKED = re.compile(r"按(.+)排名")
_CALL = re.compile(r"[一-鿿]{1,8}\(.*\)")
_SPECIAL = re.compile(r"(单位表|清单|事项表|事项|要求|升降|手改)：(.*)", re.DOTALL)
_PARTING = re.compile(r"[：；＝【】\n]")
_MOST = 500
_BELOW = "下一级"
_WAS = "原为"


class BadSlot(ValueError):
    """A bracket names nothing; the message is Chinese, ``mend`` says what to do."""

    def __init__(self, why: str, mend: str) -> None:
        """Keep both halves of the sentence."""
        super().__init__(why)
        self.mend = mend


def slot_words(request: Request, calling: Calling, says: str) -> str:
    """What stands between the brackets; "" for what has no form of its own, or could not be read back from it."""
    words = _words(request, calling)
    if words and not _is_read_back(words, request, calling):
        return ""
    if words and isinstance(request, Slot | Direction | Requirement) and says and not _PARTING.search(says):
        words = f"{words}{'＝' if isinstance(request, Requirement) else '：'}{says}"
    return words


def _is_read_back(words: str, request: Request, calling: Calling) -> bool:
    """Whether reading the words gives the request again, names and keys taken for the same."""
    try:
        return read_slot(words, calling) == source_of(_keyed(request, calling))
    except BadSlot:
        # A name that a template misspelt: the document says so, and the author finds it where it stands.
        return isinstance(request, Slot)


def _keyed(request: Request, calling: Calling) -> Request:
    """The request with keys in place of names."""

    def key(slot: Slot) -> Slot:
        return slot._replace(name=calling.names.by_name.get(slot.name, slot.name))

    match request:
        case Slot():
            return key(request)
        case ActList() | Direction() | ByHand():
            return replace(request, slot=key(request.slot))
        case UnitTable():
            columns = tuple((heading, key(slot)) for heading, slot in request.columns)
            order = calling.names.by_name.get(request.order, request.order)
            return replace(request, columns=columns, order=order)
        case Requirement():
            return Requirement(calling.duty_keys.get(request.duty, request.duty))
        case _:
            return request


def _words(request: Request, calling: Calling) -> str:
    words = ""
    match request:
        case Slot():
            words = _slot(request, calling)
        case Direction():
            words = f"升降：{_slot(request.slot, calling)}"
        case Requirement():
            words = f"要求：{calling.duties.get(request.duty, request.duty)}"
        case ActList():
            more = [] if request.limit == ActList.limit else [f"最多＝{request.limit}"]
            words = _joined("事项" if request.inline else "事项表", [calling.figure(request.slot.name), *more])
        case Register():
            words = _register(request)
        case UnitTable():
            words = _unit_table(request, calling)
        case ByHand():
            words = _joined("手改", [request.words, f"{_WAS}{_slot(request.slot, calling)}"])
    return words


def _joined(kind: str, parts: Iterable[str]) -> str:
    """The parts of a bracket; "" where one of them holds a parting mark itself."""
    listed = list(parts)
    clean = all(part and not _PARTING.search(part.replace("＝", "", 1)) for part in listed)
    return f"{kind}：{'；'.join(listed)}" if clean else ""


def _slot(slot: Slot, calling: Calling) -> str:
    options = [word for word, field in _FLAGS.items() if getattr(slot, field)]
    units = [f"{_BY_UNIT}{slot.unit}"] if slot.unit else []
    return "，".join([calling.figure(slot.name), *units, *options, *([slot.earlier] if slot.earlier else [])])


def _register(request: Register) -> str:
    parts = [request.name]
    if request.columns:
        parts.append(f"列＝{'、'.join(request.columns)}")
    if request.limit != Register.limit:
        parts.append(f"最多＝{request.limit}")
    if request.empty != Register.empty:
        parts.append(f"空＝{request.empty}")
    return "" if any("、" in column for column in request.columns) else _joined("清单", parts)


def _unit_table(request: UnitTable, calling: Calling) -> str:
    parts = [request.level or _BELOW]
    for heading, slot in request.columns:
        name = calling.figure(slot.name)
        if "＝" in heading or "＝" in name:
            return ""
        parts.append(f"{heading}＝{name}" if heading else name)
    if request.order:
        parts.append(f"按{calling.figure(request.order)}排名")
    return _joined("单位表", parts)


def read_slot(words: str, calling: Calling) -> str:
    """The slot of a bracket, as a draft keeps it.

    Raises:
        BadSlot: it names nothing.
    """
    words = words.strip()
    if _CALL.fullmatch(words):
        return f"{{{{ {words} }}}}"
    special = _SPECIAL.fullmatch(words)
    if special is None:
        return source_of(_read_slot(words, calling))
    kind, parts = special[1], [part.strip() for part in special[2].split("；")]
    return source_of(_read_special(kind, parts, calling))


def _read_special(kind: str, parts: list[str], calling: Calling) -> Request:
    match kind:
        case "升降":
            slot = _read_slot(parts[0], calling)
            return Direction(Slot(slot.name, earlier=slot.earlier or "同期"))
        case "要求":
            name = parts[0].partition("＝")[0].strip()
            return Requirement(calling.duty_keys.get(name, name))
        case "手改":
            if len(parts) == 1 or not parts[1].startswith(_WAS):
                raise BadSlot(f"“手改：{parts[0]}”没有写原来是哪个数", "请写成“手改：15次；原为党委会次数”")
            return ByHand(parts[0], _read_slot(parts[1].removeprefix(_WAS), calling))
        case "单位表":
            return _read_unit_table(parts, calling)
        case _:
            return _read_list(kind, parts, calling)


def _read_list(kind: str, parts: list[str], calling: Calling) -> Request:
    told = dict(part.partition("＝")[::2] for part in parts[1:])
    unknown = [name for name in told if name not in ("列", "最多", "空")]
    if unknown:
        raise BadSlot(f"“{kind}：{parts[0]}”里的“{unknown[0]}”看不懂", "可以写“列＝”“最多＝”“空＝”")
    limit = _number(told["最多"]) if "最多" in told else None
    if kind == "清单":
        columns = tuple(name for name in told.get("列", "").split("、") if name)
        return Register(parts[0], limit or Register.limit, columns, told.get("空", Register.empty))
    return ActList(Slot(_key(parts[0], calling)), limit or ActList.limit, inline=kind == "事项")


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= _MOST):
        raise BadSlot(f"“最多＝{text[:12]}”不是1到{_MOST}的数", "请改成数字")
    return int(text)


def _read_unit_table(parts: list[str], calling: Calling) -> UnitTable:
    order = ""
    columns: list[tuple[str, Slot]] = []
    for part in parts[1:]:
        ranked = _RANKED.fullmatch(part)
        if ranked is not None:
            order = _key(ranked[1], calling)
            continue
        heading, parting, name = part.partition("＝")
        columns.append((heading if parting else "", Slot(_key(name if parting else part, calling), bare=True)))
    return UnitTable(tuple(columns), "" if parts[0] == _BELOW else parts[0], order)


def _read_slot(words: str, calling: Calling) -> Slot:
    """The figure of 党委会次数，约数：60余次; what stands behind the colon was the book's, and is passed over."""
    name, *options = [part.strip() for part in words.partition("：")[0].split("，")]
    told: dict[str, str | bool] = {}
    for option in options:
        if option in _FLAGS:
            told[_FLAGS[option]] = True
        elif option in _EARLIER:
            told["earlier"] = option
        elif option.startswith(_BY_UNIT):
            told["unit"] = option.removeprefix(_BY_UNIT)
        else:
            raise BadSlot(f"“{name}”后面的“{option}”看不懂", "可以写约数、汉字、只写数字、同期、上期、按万元")
    return Slot(_key(name, calling), **told)  # type: ignore[arg-type]


def _key(name: str, calling: Calling) -> str:
    try:
        return calling.names.key(name)
    except UnknownName as near:
        hint = str(near)
        raise BadSlot(
            f"没有叫“{name[:30]}”的数据", hint if "pack list" not in hint else "请用“找数据”查一查"
        ) from near
