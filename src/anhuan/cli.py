"""The command `anhuan`. The work of each lives elsewhere and is imported when it is asked for."""

import argparse
import importlib
import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from anhuan.node.data_folder import DataFolder
from anhuan.node.running import adopt
from anhuan.node.trouble import Trouble

# Exit codes: 0 done, 1 trouble told in one sentence, 2 wrong usage (argparse), 130 Ctrl-C.
TROUBLE, INTERRUPTED = 1, 130

Arguments = Callable[[argparse.ArgumentParser], None]


@dataclass(frozen=True, slots=True)
class CommandLine:
    """One command: what it is called, what it takes, and the function that does it."""

    name: str
    help: str
    does: str  # "module:function", given the parsed arguments, answering an exit code
    takes: Arguments = lambda parser: None
    # Talks to a running box: its addresses are taken into the environment first.
    needs_box: bool = False


def _up(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--demo", action="store_true", help="示范工厂 / the demo plant")
    parser.add_argument(
        "--role", choices=["plant", "province"], default=os.environ.get("ANHUAN_ROLE") or "plant",
        help="province 为省市县或园区监管端 / watches over plants instead of being one",
    )  # fmt: skip
    parser.add_argument("--port", type=int, default=_number("ANHUAN_PORT", 8000))
    parser.add_argument("--mqtt-port", type=int, default=_number("ANHUAN_MQTT_PORT", 1883))
    parser.add_argument(
        "--mqtt-tls", action="store_true", default=os.environ.get("ANHUAN_MQTT_TLS") == "1",
        help="网关经 TLS 接入 / gateways come by TLS",
    )  # fmt: skip
    parser.add_argument(
        "--jt808-port", type=int, default=_number("ANHUAN_JT808_PORT", 0), metavar="PORT",
        help="车载终端 JT/T 808，通常 8808；不填不开放 / vehicle terminals, closed unless given",
    )  # fmt: skip


def _doctor(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--full", action="store_true", help="核验全部轨迹 / check every track")
    parser.add_argument("--port", type=int, default=_number("ANHUAN_PORT", 8000))
    parser.add_argument("--mqtt-port", type=int, default=_number("ANHUAN_MQTT_PORT", 1883))
    parser.set_defaults(more=["anhuan.exchange.adapters.doctor:checks"])


def _certificate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", action="append", help="域名或地址，可多个 / name or address")
    parser.add_argument("--days", type=int, default=825)


def _token(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("user")
    parser.add_argument("--label", default="anhuan token")


def _replay(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("dataset")
    parser.add_argument("path", type=Path)
    parser.add_argument("--speed", type=float, default=1.0)
    parser.add_argument("--json", action="store_true")


def _demo(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--scenario", metavar="NAME")
    parser.add_argument("--lock", metavar="NUMBER", help="电子锁 / a simulated lock")
    parser.add_argument("--code", metavar="DIGITS", help="授权码 / what is typed on it")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--json", action="store_true")


def _bench(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("rest", nargs=argparse.REMAINDER)


def _export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["tracks"])
    parser.add_argument("--from", dest="start", required=True, metavar="DAY")
    parser.add_argument("--to", dest="end", required=True, metavar="DAY")
    parser.add_argument("--company", metavar="CODE", help="企业代码 / when there are several")
    parser.add_argument("file", type=Path, help="*.parquet")


def _backup(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path)
    parser.add_argument("--secrets", action="store_true", help="包含密码 / with the passwords")


def _exchange(parser: argparse.ArgumentParser) -> None:
    parts = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    parts.add_parser("run", help="运行交换节点 / run this folder's pipes")
    checked = parts.add_parser("check", help="检查定义 / name every fault of definitions")
    checked.add_argument("files", nargs="+", metavar="FILE")
    given = parts.add_parser("pass", help="发放令牌 / a token for a node that sends here")
    given.add_argument("name")
    given.add_argument("--routes", nargs="+", default=["*"], metavar="PATTERN")
    joined = parts.add_parser("node", help="作为远程节点运行 / run as a plant's node far away")
    joined.add_argument("--desk", help="平台地址 / address of the plant")
    joined.add_argument("--token", help="一次性登记令牌 / one-time token")
    joined.add_argument("--ca", help="平台证书的根证书文件 / file with the plant's authority")
    joined.add_argument("--only-enrol", action="store_true", help="只登记 / enrol and end")
    copied = parts.add_parser("copy", help="整表复制 / whole tables, PostgreSQL to PostgreSQL")
    copied.add_argument("--from", dest="source", metavar="URL", help="env:NAME、file:PATH")
    copied.add_argument("--to", dest="target", required=True, metavar="URL")
    copied.add_argument("--table", metavar="SCHEMA.TABLE")
    copied.add_argument("--pipe", metavar="FILE", help="按管道定义 / tables and rules of a pipe")
    copied.add_argument("--into", metavar="SCHEMA.TABLE", help="目标表 / where it has another name")


def _restore(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path)
    parser.add_argument("--force", action="store_true", help="覆盖现有数据 / over existing data")


COMMANDS = (
    CommandLine("up", "启动 / start everything", "anhuan.node.up:run", _up),
    CommandLine("doctor", "自检 / check this machine", "anhuan.node.doctor:run", _doctor),
    CommandLine(
        "certificate",
        "证书 / a certificate for this box",
        "anhuan.node.certificate:run",
        _certificate,
    ),
    CommandLine("token", "接口令牌 / an API token", "anhuan.node.token:run", _token, True),
    CommandLine(
        "replay", "回放实测数据 / play recorded data", "anhuan.devices.replay:run", _replay, True
    ),
    CommandLine("demo", "示范场景 / a scenario", "anhuan.devices.demo:run", _demo, True),
    CommandLine("bench", "基准测试 / a benchmark", "anhuan.node.bench:run", _bench),
    CommandLine("exchange", "数据交换 / the exchange", "anhuan.exchange.command:run", _exchange),
    CommandLine("export", "导出轨迹 / tracks as Parquet", "anhuan.node.export:run", _export, True),
    CommandLine("backup", "备份 / all state into a file", "anhuan.node.backup:run", _backup),
    CommandLine("restore", "恢复 / all state from a file", "anhuan.node.restore:run", _restore),
    CommandLine("_seed", "", "anhuan.cli:seed"),
)


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; trouble is one sentence on stderr, never a traceback."""
    arguments = _parser().parse_args(words)
    command: CommandLine = arguments.command
    if arguments.data:
        os.environ["ANHUAN_DATA"] = str(arguments.data.resolve())
    try:
        if command.needs_box and not getattr(arguments, "list", False):  # a list needs no box
            adopt(DataFolder.from_environment())
        return int(_function(command.does)(arguments) or 0)
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return TROUBLE
    except KeyboardInterrupt:
        return INTERRUPTED


def seed(arguments: argparse.Namespace) -> None:
    """Fill a database without a company with the demo plant; print the demo accounts as JSON."""
    import django

    django.setup()
    from anhuan.domains.org.models import Company

    is_province = os.environ.get("ANHUAN_ROLE") == "province"
    place = "anhuan.devices.county.seeding" if is_province else "anhuan.devices.demo"
    demo = importlib.import_module(place)
    if not Company.objects.exists():
        demo.seed()
    print(json.dumps(demo.accounts(), ensure_ascii=False))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="anhuan", description="安环: 危化品企业安全平台")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in COMMANDS:
        # A command without help is for ourselves and not listed.
        made = (
            commands.add_parser(command.name, help=command.help)
            if command.help
            else commands.add_parser(command.name)
        )
        made.add_argument("--data", type=Path, metavar="DIR", help="数据目录 / data folder")
        command.takes(made)
        made.set_defaults(command=command)
    return parser


def _function(place: str) -> Callable[[argparse.Namespace], int | None]:
    module, name = place.split(":")
    try:
        found: Callable[[argparse.Namespace], int | None] = getattr(
            importlib.import_module(module), name
        )
    except ModuleNotFoundError as error:
        if error.name != module:
            raise
        raise Trouble(f"此版本没有 {module}", f"this release has no {module}") from error
    return found


def _number(variable: str, otherwise: int) -> int:
    return int(os.environ.get(variable) or otherwise)
