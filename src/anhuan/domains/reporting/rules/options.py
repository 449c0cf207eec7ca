"""What one receiver wants otherwise than the tables say; they leave much open (41 notes)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

from anhuan.kernel.errors import Blocker

EMPTY_AS = {"empty": "空字符串", "null": "null", "omit": "不传该字段"}
FILE_AS = {"base64": "Base64 文本", "url": "下载地址", "multipart": "随报文附件"}
DATE_FORMATS = {
    "%Y-%m-%d %H:%M:%S": "yyyy-MM-dd HH:mm:ss",
    "%Y%m%d%H%M%S": "yyyyMMddHHmmss",
    "iso": "ISO 8601（带时区）",
    "ms": "毫秒时间戳",
}


@dataclass(frozen=True, slots=True)
class Options:
    """The form a receiver wants. The defaults are what the printed tables come nearest to."""

    date_format: str = "%Y-%m-%d %H:%M:%S"  # note 5: the printed length 15 fits none
    empty_as: str = "empty"  # notes 6 and 34: what is required but not there yet
    file_as: str = "base64"  # notes 13 and 28
    file_url: str = ""  # where `url` lets the receiver fetch: "https://plant/…/{sm3}"
    numbers_as_text: bool = False  # note 30
    is_strict: bool = False  # every 是 counts, whatever its description says
    length_in_bytes: bool = False  # note 37: characters or bytes of UTF-8
    extra: Mapping[str, str] = field(default_factory=dict)  # notes 1 to 3: added to every row
    rename: Mapping[str, str] = field(default_factory=dict)  # "TABLE.KEY" or "KEY": theirs
    fills: Mapping[str, str] = field(default_factory=dict)  # "TABLE.KEY": what stands for empty
    alarm_codes: Mapping[str, str] = field(default_factory=dict)  # note 8: our kind: their code
    names: Mapping[str, str] = field(default_factory=dict)  # table: path, service or topic
    most_rows: int = 20  # in one message
    form: Mapping[str, Any] = field(default_factory=dict)  # what the form itself needs
    timeout_s: float = 15.0


_KNOWN = {one.name: one for one in fields(Options)}
_MAPS = ("extra", "rename", "fills", "alarm_codes", "names", "form")
_CHOICES: Mapping[str, Mapping[str, str]] = {
    "date_format": DATE_FORMATS, "empty_as": EMPTY_AS, "file_as": FILE_AS,
}  # fmt: skip
_LIMITS = {"most_rows": (1, 500), "timeout_s": (1, 120)}


def options_of(given: Mapping[str, Any]) -> Options:
    """From what is stored; what is unknown or wrong was refused before."""
    return Options(**{key: value for key, value in given.items() if key in _KNOWN})


def option_blockers(given: Any) -> Iterator[Blocker]:
    """Everything wrong with them at once."""
    if not isinstance(given, Mapping):
        yield Blocker("options_shape", "选项应为键值对（JSON 对象）")
        return
    for key, value in given.items():
        if key not in _KNOWN:
            yield Blocker("option_unknown", f"没有选项“{key}”，可用：{'、'.join(_KNOWN)}")
        elif problem := _problem(key, value):
            yield Blocker(f"option_{key}", f"选项“{key}”{problem}")
    if given.get("file_as") == "url" and "{sm3}" not in str(given.get("file_url", "")):
        yield Blocker("option_file_url", "file_as 为 url 时，file_url 要写下载地址并含 {sm3}")


def _problem(key: str, value: Any) -> str:
    if key in _MAPS:
        return "" if isinstance(value, Mapping) else "应为键值对"
    if key in _CHOICES:
        known = "、".join(_CHOICES[key])
        return "" if value in _CHOICES[key] else f"只能是：{known}"
    if key in _LIMITS:
        low, high = _LIMITS[key]
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        return "" if is_number and low <= value <= high else f"应在 {low} 到 {high} 之间"
    wanted = type(_KNOWN[key].default)
    return "" if isinstance(value, wanted) else "的类型不对"


def written(moment: datetime, date_format: str) -> Any:
    """A moment as the receiver reads it."""
    if date_format == "iso":
        return moment.isoformat()
    if date_format == "ms":
        return int(moment.timestamp() * 1000)
    return moment.strftime(date_format)
