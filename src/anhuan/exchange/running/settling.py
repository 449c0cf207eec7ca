"""Names a page may use, as places of this machine (see `core.definition.bounds`)."""

from dataclasses import replace
from pathlib import Path

from anhuan.exchange.core.definition import Endpoint, Pipe, Receive
from anhuan.exchange.core.definition.bounds import FOLDERS


def settle(definition: Pipe | Receive, secrets: Path, root: Path) -> Pipe | Receive:
    """The definition with whole paths. `secrets`: where `file:NAME` lies; `root`: of the exchange,
    whose folders/ holds the folders."""
    if isinstance(definition, Receive):
        return replace(definition, sink=_settled(definition.sink, secrets, root))
    routes = tuple(
        replace(route, transport=_settled(route.transport, secrets, root))
        for route in definition.routes
    )
    source = _settled(definition.source, secrets, root)
    return replace(definition, source=source, routes=routes)


def _settled(endpoint: Endpoint, secrets: Path, root: Path) -> Endpoint:
    def word(value: object) -> object:
        if isinstance(value, str) and value.startswith("file:"):
            return f"file:{secrets / value.removeprefix('file:')}"
        return value

    options = {name: word(value) for name, value in endpoint.options.items()}
    for name in ("ca", "certificate"):
        if name in options:
            options[name] = str(options[name]).removeprefix("file:")
    url = str(word(endpoint.url))
    if endpoint.kind in FOLDERS:
        url = str(root / "folders" / endpoint.url)
    return Endpoint(endpoint.kind, url, options)
