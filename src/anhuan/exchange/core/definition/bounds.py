"""What a definition may say that was written on a page: nothing that reaches beyond the exchange.

Who may edit pipes is not who keeps the machine. A page therefore cannot name any file or variable
it likes, else a route to somewhere would carry the plant's keys away: databases and secrets by
names the keeper has given (`env:EXCHANGE_…`, `file:NAME` in secrets/exchange), folders by their
name below exchange/folders.
"""

from collections.abc import Iterator

from anhuan.exchange.core.definition.faults import Fault
from anhuan.exchange.core.definition.parts import Endpoint, Pipe, Receive

PREFIX = "env:EXCHANGE_"
FOLDERS = ("folder", "files", "table_files", "sqlite")


def overreach(definition: Pipe | Receive) -> list[Fault]:
    """Everything in it that only the keeper of the machine may say."""
    if isinstance(definition, Receive):
        return [*_storage("sink", definition.sink)]
    found = [*_storage("source", definition.source)]
    for number, route in enumerate(definition.routes):
        place = f"routes[{number}].transport"
        found += _words(place, route.transport)
    return found


def _storage(place: str, endpoint: Endpoint) -> Iterator[Fault]:
    if endpoint.kind in FOLDERS:
        if not is_inside(endpoint.url) or endpoint.url.startswith(("env:", "file:")):
            text = "请直接写数据目录 exchange/folders 之下的名称，不能以 /、env:、file: 开头或含 .."
            yield Fault(f"{place}.url", "folder_outside", text)
    elif not endpoint.url.startswith(("env:", "file:")):
        text = "数据库地址请由服务器管理员存为变量或文件，此处写 env:EXCHANGE_名称 或 file:名称"
        yield Fault(f"{place}.url", "address_by_name", text)
    yield from _words(place, endpoint)


def _words(place: str, endpoint: Endpoint) -> Iterator[Fault]:
    words = {"url": endpoint.url, **{k: str(v) for k, v in endpoint.options.items()}}
    for name, word in words.items():
        if word.startswith("env:") and not word.startswith(PREFIX):
            text = "页面上只能引用以 EXCHANGE_ 开头的变量"
            yield Fault(f"{place}.{name}", "variable_outside", text)
        elif word.startswith("file:") and not is_inside(word.removeprefix("file:")):
            text = "页面上只能引用 secrets/exchange 之下的文件名"
            yield Fault(f"{place}.{name}", "file_outside", text)
        elif name in ("ca", "certificate") and not word.startswith("file:"):
            yield Fault(
                f"{place}.{name}", "file_outside", "请写 file:名称，文件在 secrets/exchange"
            )


def is_inside(name: str) -> bool:
    """A plain relative name that cannot climb out."""
    parts = name.replace("\\", "/").split("/")
    return bool(name) and not name.startswith(("/", "~")) and ".." not in parts
