"""Faults of a definition: all of them at once, each with its place and a way out."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Fault:
    """`place` is a path into the document: "routes[0].when.field"."""

    place: str
    code: str
    text: str


class Faulty(Exception):
    """Raised with every fault of a document."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__("；".join(f"{fault.place}：{fault.text}" for fault in faults))


@dataclass(slots=True)
class Look:
    """A part of the document, with its place, and where faults go."""

    value: Any
    place: str = ""
    faults: list[Fault] = field(default_factory=list)

    def fault(self, code: str, text: str) -> None:
        """Note one."""
        self.faults.append(Fault(self.place or "文档", code, text))

    def at(self, name: str | int, otherwise: Any = None) -> "Look":
        """The part of that name or number."""
        value = self.value
        if isinstance(name, int):
            return Look(value[name], f"{self.place}[{name}]", self.faults)
        place = f"{self.place}.{name}" if self.place else name
        found = value.get(name, otherwise) if isinstance(value, dict) else otherwise
        return Look(found, place, self.faults)

    def text(self, name: str, otherwise: str | None = None) -> str:
        """A required text, unless there is another."""
        part = self.at(name, otherwise)
        if not isinstance(part.value, str) or (otherwise is None and not part.value.strip()):
            part.fault("text_wanted", "请填写文字")
            return ""
        return part.value

    def number(self, name: str, otherwise: int, low: int, high: int) -> int:
        """A whole number between two."""
        part = self.at(name, otherwise)
        good = isinstance(part.value, int) and not isinstance(part.value, bool)
        if not good or not low <= part.value <= high:
            part.fault("number_wanted", f"请填写 {low} 至 {high} 之间的整数")
            return otherwise
        return int(part.value)

    def items(self, name: str, *, needed: bool = False) -> list["Look"]:
        """The parts of a list."""
        part = self.at(name, [])
        if not isinstance(part.value, list) or (needed and not part.value):
            part.fault("list_wanted", "请填写列表" + ("，至少一项" if needed else ""))
            return []
        return [part.at(k) for k in range(len(part.value))]

    def texts(self, name: str, *, needed: bool = False) -> tuple[str, ...]:
        """The texts of a list."""
        items = self.items(name, needed=needed)
        for item in items:
            if not isinstance(item.value, str):
                item.fault("text_wanted", "请填写文字")
        return tuple(item.value for item in items if isinstance(item.value, str))

    def mapping(self, name: str) -> dict[str, Any]:
        """A mapping, empty when there is none."""
        part = self.at(name, {})
        if not isinstance(part.value, dict):
            part.fault("mapping_wanted", "请填写“名称: 值”")
            return {}
        return dict(part.value)

    def choice(self, name: str, choices: tuple[str, ...], otherwise: str | None = None) -> str:
        """One of some words."""
        part = self.at(name, otherwise)
        if part.value not in choices:
            part.fault("choice_wanted", f"只能是 {'、'.join(choices)}")
            return choices[0]
        return str(part.value)

    def only(self, *names: str) -> None:
        """Name what stands here and means nothing: a slip of the pen is no silent default."""
        if not isinstance(self.value, dict):
            self.fault("mapping_wanted", "请填写“名称: 值”")
            return
        for name in self.value:
            if name not in names:
                self.at(str(name)).fault("unknown_name", f"没有此项，可用：{'、'.join(names)}")
