"""Documents to definitions."""

from collections.abc import Iterator
from typing import Any

import yaml

from anhuan.exchange.core.conflict import Policy, Rule
from anhuan.exchange.core.definition.databases import DATABASES, EFFECTS
from anhuan.exchange.core.definition.faults import Fault, Faulty, Look
from anhuan.exchange.core.definition.parts import Endpoint, Pipe, Receive, Route, Table
from anhuan.exchange.core.transforms import Chain, read_chain
from anhuan.exchange.core.transforms.routing import read_condition

SOURCES = (*DATABASES, "folder", "table_files")
SINKS = (*DATABASES, *EFFECTS, "folder")
TRANSPORTS = (
    "http", "https", "tcp", "tcps", "mqtt", "mqtts", "ftp", "soap", "stomp", "stomps", "nats",
)  # fmt: skip
TWO_WAY = ("postgres", "mariadb")  # ends whose log can tell our own writing from others'
CAPTURES = ("log", "compare", "once")
NAME = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_-")


def read(text: str) -> Pipe | Receive:
    """The one definition of a document. Raises `Faulty` with everything wrong with it."""
    found = read_all(text)
    if len(found) != 1:
        raise Faulty([Fault("文档", "one_wanted", "请只写一个定义")])
    return found[0]


def read_all(text: str) -> list[Pipe | Receive]:
    """Every definition of a file; documents are parted by `---`."""
    try:
        documents = [one for one in yaml.safe_load_all(text) if one is not None]
    except yaml.YAMLError as error:
        raise Faulty([Fault("文档", "no_yaml", f"不是有效的 YAML：{error}")]) from error
    faults: list[Fault] = []
    found = list(_each(documents, faults))
    if faults:
        raise Faulty(faults)
    return found


def _each(documents: list[Any], faults: list[Fault]) -> Iterator[Pipe | Receive]:
    for number, document in enumerate(documents):
        look = Look(document, f"[{number}]" if len(documents) > 1 else "", faults)
        if not isinstance(document, dict) or ("pipe" in document) == ("receive" in document):
            look.fault("kind_wanted", "请写 pipe（发送）或 receive（接收）其中之一")
        else:
            yield _pipe(look) if "pipe" in document else _receive(look)


def _pipe(look: Look) -> Pipe:
    look.only("version", "pipe", "title", "source", "transforms", "routes")
    source = look.at("source", {})
    source.only("kind", "url", "capture", "tables", "options")
    routes = tuple(_route(item) for item in look.items("routes", needed=True))
    names = [route.to for route in routes]
    if len(set(names)) < len(names):
        look.at("routes").fault("doubled", "两条路由的目的地相同，请改名")
    tables = tuple(_table(item) for item in source.items("tables", needed=True))
    _check_source(source, tables)
    chain = read_chain(look.items("transforms"))
    _check_compare(source, chain, tables, routes)
    return Pipe(
        name=_name(look, "pipe"),
        version=look.number("version", 0, 1, 1_000_000),
        title=look.text("title", ""),
        source=_endpoint(source, SOURCES),
        tables=tables,
        capture=source.choice("capture", CAPTURES, "log"),
        transforms=chain,
        routes=routes,
    )


def _check_source(source: Look, tables: tuple[Table, ...]) -> None:
    """What one kind of source can do and another cannot."""
    kind, capture = source.at("kind").value, source.at("capture", "log").value
    if kind == "table_files" and not all(one.key and one.target for one in tables):
        source.at("tables").fault("key_wanted", "文件没有主键，请为每个 name 写 key 与 target")
    if kind in DATABASES and capture == "log" and not DATABASES[kind].has_log:
        title = DATABASES[kind].title
        text = f"{title} 的日志不能跟随，请写 capture: compare（比对增量）或 once"
        source.at("capture").fault("no_log", text)


def _check_compare(
    source: Look, chain: Chain, tables: tuple[Table, ...], routes: tuple[Route, ...]
) -> None:  # fmt: skip
    """Rows that are changed on their way can be compared in the columns that are not."""
    asked = source.at("capture", "log").value == "compare" or any(
        route.compare_every_s for route in routes
    )
    bare = [table.name for table in tables if not table.compare]
    if asked and bare and not chain.is_plain:
        text = f"数据在途中有变换，定期比对要在表 {'、'.join(bare)} 写 compare: [未变换的列]"
        source.at("tables").fault("compare_wanted", text)


def _name(look: Look, name: str) -> str:
    found = look.text(name)
    if not set(found) <= NAME:
        look.at(name).fault("name_wanted", "只能用小写字母、数字、- 和 _")
    return found


def _table(look: Look) -> Table:
    look.only("name", "key", "target", "compare")
    name, target = look.text("name"), look.text("target", "")
    return Table(name, look.texts("key"), target, look.texts("compare"))


def _endpoint(look: Look, kinds: tuple[str, ...]) -> Endpoint:
    kind = look.choice("kind", kinds)
    options = look.mapping("options")
    for name in ("token", "ca", "certificate", "server_name"):
        if isinstance(look.value, dict) and name in look.value:
            options[name] = look.text(name)
    _refuse_secret(look, options.get("token", ""), "token")
    url = look.text("url")
    if "://" in url and "@" in url and ":" in url.split("://")[1].split("@")[0]:
        look.at("url").fault("secret_inside", "地址中不能写密码，请写 env:变量名 或 file:文件名")
    return Endpoint(kind, url, options)


def _refuse_secret(look: Look, value: str, name: str) -> None:
    if value and not value.startswith(("env:", "file:")):
        look.at(name).fault("secret_inside", "密钥不能写在定义里，请写 env:变量名 或 file:文件名")


def _route(look: Look) -> Route:
    look.only("to", "transport", "when", "batch", "in_flight", "compare_every_s", "mend")
    transport = look.at("transport", {})
    transport.only("kind", "url", "token", "ca", "certificate", "server_name", "options")
    when = look.at("when")
    return Route(
        to=_name(look, "to"),
        transport=_endpoint(transport, TRANSPORTS),
        when=read_condition(when) if when.value is not None else None,
        batch=look.number("batch", 2000, 1, 50_000),
        in_flight=look.number("in_flight", 1, 1, 8),
        compare_every_s=look.number("compare_every_s", 0, 0, 31 * 86_400),
        mends=look.choice("mend", ("auto", "ask"), "auto") == "auto",
    )


def _receive(look: Look) -> Receive:
    look.only("version", "receive", "title", "sink", "conflict")
    sink = look.at("sink", {})
    sink.only("kind", "url", "token", "ca", "tables", "deletes", "mark", "truncate", "options")
    deletes = sink.choice("deletes", ("delete", "mark"), "delete")
    marks = {name: str(value) for name, value in sink.mapping("mark").items()}
    if (deletes == "mark") != bool(marks):
        sink.at("mark").fault("mark_wanted", "deletes: mark 与 mark 须同时填写")
    if "@" not in (route := look.text("receive")):
        look.at("receive").fault("route_wanted", "请写 管道@目的地")
    conflict = look.at("conflict")
    if conflict.value is not None and sink.at("kind").value not in TWO_WAY:
        conflict.fault("two_way_wanted", "双向同步的裁决只能用于 PostgreSQL 与 MariaDB 接收端")
    return Receive(
        route=route,
        version=look.number("version", 0, 1, 1_000_000),
        title=look.text("title", ""),
        sink=_endpoint(sink, SINKS),
        tables=sink.texts("tables", needed=sink.at("kind").value != "folder"),
        marks=marks,
        ignore_truncate=sink.choice("truncate", ("apply", "ignore"), "apply") == "ignore",
        conflict=_conflict(conflict) if conflict.value is not None else None,
    )


def _conflict(look: Look) -> Policy:
    look.only("rule", "truth", "clock", "fields")
    rule = Rule(look.choice("rule", tuple(Rule)))
    if rule is Rule.CLOCK and not look.at("clock").value:
        look.at("clock").fault("text_wanted", "按时间裁决须填写时间列")
    fields = {name: str(side) for name, side in look.mapping("fields").items()}
    return Policy(rule, look.text("truth"), look.text("clock", ""), fields)
