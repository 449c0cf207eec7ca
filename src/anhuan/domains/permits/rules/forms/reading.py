"""Plain data to frozen dataclasses and back, every fault told with its path."""

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, asdict, fields, is_dataclass
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from anhuan.kernel.errors import Blocker


def read(cls: type[Any], data: Any, path: str, faults: list[Blocker]) -> Any:
    """An instance of the dataclass `cls`, or None when `faults` grew. Unknown keys are faults."""
    if not isinstance(data, Mapping):
        faults.append(_fault("shape", path, "应为一组键值"))
        return None
    before, hints = len(faults), get_type_hints(cls)
    names = hints.keys()
    faults.extend(
        _fault("unknown_key", f"{path}.{key}", "不认识") for key in data if key not in names
    )
    known = {
        one.name: _value(hints[one.name], data[one.name], f"{path}.{one.name}", faults)
        for one in fields(cls)
        if one.name in data
    }
    for one in fields(cls):
        if one.name not in data and one.default is MISSING and one.default_factory is MISSING:
            faults.append(_fault("missing_key", f"{path}.{one.name}", "缺失"))
    return cls(**known) if len(faults) == before else None


def _value(hint: Any, data: Any, path: str, faults: list[Blocker]) -> Any:
    if get_origin(hint) is tuple:
        return _items(get_args(hint)[0], data, path, faults)
    if get_origin(hint) is UnionType:
        inner = next(one for one in get_args(hint) if one is not NoneType)
        return None if data is None else _value(inner, data, path, faults)
    if is_dataclass(hint) and isinstance(hint, type):
        return read(hint, data, path, faults)
    return _plain(hint, data, path, faults)


def _items(hint: Any, data: Any, path: str, faults: list[Blocker]) -> tuple[Any, ...]:
    if not isinstance(data, list | tuple):
        faults.append(_fault("shape", path, "应为列表"))
        return ()
    return tuple(_value(hint, one, f"{path}[{i}]", faults) for i, one in enumerate(data, 1))


_WORDS = {str: "应为文字", int: "应为整数", float: "应为数字", bool: "应为是或否"}


def _plain(hint: Any, data: Any, path: str, faults: list[Blocker]) -> Any:
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        if isinstance(data, str) and data in {one.value for one in hint}:
            return hint(data)
        faults.append(_fault("unknown_value", path, f"不能是“{data}”"))
        return None
    accepted = int | float if hint is float else hint
    if isinstance(data, accepted) and (hint is bool or not isinstance(data, bool)):
        return data
    faults.append(_fault("type", path, _WORDS[hint]))
    return None


def _fault(code: str, path: str, text: str) -> Blocker:
    return Blocker(f"template_{code}", f"{path} {text}")


def as_data(instance: Any) -> dict[str, Any]:
    """The dataclass as JSON can hold it: enums as text, tuples as lists."""
    return {key: _bare(value) for key, value in asdict(instance).items()}


def _bare(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _bare(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_bare(one) for one in value]
    return value.value if isinstance(value, StrEnum) else value


def walk(data: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every leaf of plain data with its path; list items go by their `no` or `key` if any."""
    if isinstance(data, Mapping):
        for key, value in data.items():
            yield from walk(value, f"{path}.{key}" if path else str(key))
    elif isinstance(data, list):
        for i, value in enumerate(data, 1):
            yield from walk(value, f"{path}[{_name_of(value, i)}]")
    else:
        yield path, data


def _name_of(value: Any, i: int) -> Any:
    return value.get("no", value.get("key", i)) if isinstance(value, Mapping) else i
