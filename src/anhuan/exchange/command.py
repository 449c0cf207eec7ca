"""`anhuan exchange run | check FILE … | pass NAME | node --desk URL --token ONCE | copy …`."""

import argparse
import asyncio
import json
import secrets
from pathlib import Path

from anhuan.exchange.adapters.contract import LinkDown
from anhuan.exchange.adapters.desks.far import Membership, enrol
from anhuan.exchange.adapters.sql.optional import lacking
from anhuan.exchange.copying import copy
from anhuan.exchange.core.definition import Faulty, Pipe, read_all
from anhuan.exchange.core.definition.databases import DATABASES
from anhuan.exchange.running.node import NodeFolder
from anhuan.kernel.digest import sm3_hex
from anhuan.node.data_folder import DataFolder
from anhuan.node.trouble import Trouble


def check(arguments: argparse.Namespace) -> int:
    """Read definitions and name every fault; 1 when there is one."""
    faulty = 0
    for path in arguments.files:
        try:
            for one in read_all(Path(path).read_text(encoding="utf-8")):
                name = one.name if isinstance(one, Pipe) else one.route
                print(f"{path}: {name} 版本 {one.version} 可用")
                kind = (one.source if isinstance(one, Pipe) else one.sink).kind
                if kind in DATABASES and (why := lacking(DATABASES[kind])):
                    print(f"{path}: {name}: {why}")
        except Faulty as found:
            faulty += 1
            for fault in found.faults:
                print(f"{path}: {fault.place}: {fault.text} [{fault.code}]")
        except OSError as error:
            raise Trouble(f"不能读取 {path}：{error.strerror}", f"cannot read {path}") from error
    return 1 if faulty else 0


def give_pass(arguments: argparse.Namespace) -> int:
    """Make a token for a node that sends here; it is shown once and stored only as its SM3."""
    folder = NodeFolder(DataFolder.from_environment())
    folder.data.prepare()
    token = secrets.token_urlsafe(32)
    known = json.loads(folder.passes.read_text()) if folder.passes.exists() else []
    others = [one for one in known if one["name"] != arguments.name]
    ours = {"name": arguments.name, "token_sm3": sm3_hex(token.encode()),
            "routes": arguments.routes}  # fmt: skip
    draft = folder.passes.with_suffix(".new")
    draft.touch(mode=0o600)
    draft.write_text(json.dumps([*others, ours], ensure_ascii=False), encoding="utf-8")
    draft.replace(folder.passes)
    print(token)
    return 0


def join(arguments: argparse.Namespace) -> int:
    """Be a node of a plant far away: enrol with the one-time token, then run."""
    folder = NodeFolder(DataFolder.from_environment())
    folder.data.prepare()
    if arguments.token:
        try:
            enrol(arguments.desk, arguments.token, arguments.ca or "").write(folder.membership)
        except LinkDown as down:
            raise Trouble(f"登记未成功：{down}", f"not enrolled: {down}") from down
        print("登记成功", flush=True)
    if Membership.read(folder.membership) is None:
        raise Trouble(
            "该节点还没有登记，请用 --desk 与 --token 登记", "enrol with --desk and --token first"
        )
    return 0 if arguments.only_enrol else _go()


def _go() -> int:
    from anhuan.exchange.main import main

    return asyncio.run(main())


def run(arguments: argparse.Namespace) -> int:
    """One of them."""
    if arguments.what == "check":
        return check(arguments)
    if arguments.what == "pass":
        return give_pass(arguments)
    if arguments.what == "node":
        return join(arguments)
    if arguments.what == "copy":
        return copy(arguments)
    return _go()
