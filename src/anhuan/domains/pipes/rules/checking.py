"""A definition typed on a page: everything wrong with it at once, each with its line."""

import re
from collections.abc import Iterator

import yaml

from anhuan.exchange.core.definition import Fault, Faulty, Pipe, Receive, overreach, read
from anhuan.kernel.errors import Blocker

VERSION = re.compile(r"^version\s*:.*$", re.MULTILINE)
LONGEST = 200_000  # characters
PART = re.compile(r"([^.\[\]]+)|\[(\d+)\]")


def read_definition(text: str) -> Pipe | Receive:
    """The definition of a text. Raises `Faulty` with every fault, also what only the machine's
    keeper may write."""
    if len(text) > LONGEST:
        raise Faulty([Fault("文档", "too_long", f"定义超过 {LONGEST} 个字符")])
    found = read(text)
    if faults := overreach(found):
        raise Faulty(faults)
    return found


def name_of(found: Pipe | Receive) -> str:
    """How it is known: the pipe's name, or the route that is received."""
    return found.name if isinstance(found, Pipe) else found.route


def with_version(text: str, number: int) -> str:
    """The text with that number as its version."""
    line = f"version: {number}"
    return VERSION.sub(line, text, count=1) if VERSION.search(text) else f"{line}\n{text}"


def blockers(text: str, faulty: Faulty) -> Iterator[Blocker]:
    """The faults as sentences with the line they are on."""
    for fault in faulty.faults:
        line = line_of(text, fault.place)
        where = f"第 {line} 行 {fault.place}" if line else fault.place
        yield Blocker(f"definition_{fault.code}", f"{where}：{fault.text}")


def line_of(text: str, place: str) -> int:
    """The line a path such as `routes[0].when.field` stands on; of what is lacking, its parent's.
    0 where the text is no YAML or the path leads nowhere."""
    try:
        node = yaml.compose(text, yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        return mark.line + 1 if mark else 0
    line = 0
    for name, number in PART.findall(place):
        found = _item(node, int(number)) if number else _value(node, name)
        if found is None:
            break
        line, node = found
    return line


def _value(node: yaml.Node | None, name: str) -> tuple[int, yaml.Node] | None:
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return next(((key.start_mark.line + 1, value) for key, value in pairs
                 if key.value == name), None)  # fmt: skip


def _item(node: yaml.Node | None, number: int) -> tuple[int, yaml.Node] | None:
    if not isinstance(node, yaml.SequenceNode) or number >= len(node.value):
        return None
    found = node.value[number]
    return found.start_mark.line + 1, found
