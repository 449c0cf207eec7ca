"""Definitions: saved as versions, started, paused, stopped, removed."""

from datetime import datetime

from django.db import transaction

from anhuan.domains.audit.actions import record
from anhuan.domains.org.models import Account
from anhuan.domains.outbox.actions import emit
from anhuan.domains.pipes.events import PipeChanged
from anhuan.domains.pipes.models import Node, Pipe, PipeVersion
from anhuan.domains.pipes.queries import text_of
from anhuan.domains.pipes.rules.checking import blockers, name_of, read_definition, with_version
from anhuan.domains.pipes.rules.words import WISHES
from anhuan.exchange.core import definition
from anhuan.exchange.core.definition import Faulty, Receive
from anhuan.kernel.errors import Refused, refuse


def add_pipe(by: Account, node: Node, text: str, note: str, now: datetime) -> Pipe:
    """A new one on a node; it begins stopped, so that somebody looks before it runs."""
    found = _read(text, 1)
    name = name_of(found)
    with transaction.atomic():
        if Pipe.objects.filter(node=node, name=name, is_removed=False).exists():
            raise refuse("pipe_there", f"节点 {node} 上已有 {name}，请改名，或修改原来的定义")
        side = "receive" if isinstance(found, Receive) else "send"
        wish = "running" if side == "receive" else "stopped"
        pipe = Pipe.objects.create(
            company=node.company, node=node, name=name, side=side, wish=wish, title=found.title
        )
        _keep(by, pipe, text, note, now)
    return pipe


def save_version(by: Account, pipe: Pipe, text: str, note: str, now: datetime) -> Pipe:
    """The next version; the node takes it up within seconds. The same text again is none."""
    if not pipe.number:
        raise refuse("defined_elsewhere", "该管道由节点的文件夹定义，请在节点上修改文件")
    if with_version(text, pipe.number) == text_of(pipe):
        return pipe
    found = _read(text, pipe.number + 1)
    if name_of(found) != pipe.name:
        raise refuse("renamed", f"名称须仍为 {pipe.name}；要改名请新建管道")
    with transaction.atomic():
        pipe = Pipe.objects.select_for_update().get(pk=pipe.pk)
        pipe.title = found.title
        _keep(by, pipe, text, note, now)
    return pipe


def _read(text: str, number: int) -> definition.Pipe | Receive:
    """Faults stand with the lines as they were typed."""
    try:
        return read_definition(with_version(text, number))
    except Faulty as faulty:
        raise Refused(blockers(text, faulty)) from faulty


def _keep(by: Account, pipe: Pipe, text: str, note: str, now: datetime) -> None:
    pipe.number += 1
    whole = with_version(text, pipe.number)
    PipeVersion.objects.create(pipe=pipe, number=pipe.number, text=whole, note=note, by=by, at=now)
    pipe.save(update_fields=["number", "title"])
    record(by, "pipe_version", pipe, after={"number": pipe.number}, note=note)
    emit(pipe.company.code, PipeChanged(pipe.pk, pipe.name, "version"))


def set_wish(by: Account, pipe: Pipe, wish: str) -> Pipe:
    """Running, paused (still collecting) or stopped; the node obeys within seconds."""
    if pipe.side == "receive":
        raise refuse("receives", "接收定义随节点运行，不能单独启停；不再接收请移除")
    if pipe.wish == wish:
        return pipe
    with transaction.atomic():
        before, pipe.wish = pipe.wish, wish
        pipe.save(update_fields=["wish"])
        record(by, "pipe_wish", pipe, before={"wish": before}, after={"wish": wish},
               note=WISHES[wish])  # fmt: skip
        emit(pipe.company.code, PipeChanged(pipe.pk, pipe.name, wish))
    return pipe


def remove(by: Account, pipe: Pipe, why: str) -> Pipe:
    """It runs no longer; versions and log stay."""
    if not pipe.number:
        raise refuse("defined_elsewhere", "该管道由节点的文件夹定义，请在节点上删除文件")
    with transaction.atomic():
        pipe.is_removed = True
        pipe.save(update_fields=["is_removed"])
        record(by, "pipe_remove", pipe, note=why)
        emit(pipe.company.code, PipeChanged(pipe.pk, pipe.name, "removed"))
    return pipe
