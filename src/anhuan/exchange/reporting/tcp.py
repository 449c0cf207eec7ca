"""TCP and TCPS: one frame out, the frame with its dataId back."""

import json
import socket
import ssl
import time
from urllib.parse import urlsplit

from anhuan.domains.reporting.rules.outcomes import ACCEPTED, Outcome
from anhuan.exchange.forms.answers import read_words
from anhuan.exchange.forms.frames import data_id, split
from anhuan.exchange.reporting.carriers import Errand, NoAnswer


def carry(errand: Errand) -> Outcome:
    """Raises `NoAnswer` when no frame of ours comes back in time. `no_answer: true` in the options
    of the form: the receiver answers nothing, written is delivered."""
    try:
        with _line(errand) as line:
            line.sendall(errand.call.body)
            if errand.options.form.get("no_answer"):
                return Outcome(ACCEPTED, "对方不应答，写出即视为送达")
            return _answer(line, errand)
    except OSError as error:
        raise NoAnswer(f"{type(error).__name__}: {error}") from error


def _line(errand: Errand) -> socket.socket:
    parts = urlsplit(errand.address)
    where = (parts.hostname or "", parts.port or 0)
    line = socket.create_connection(where, timeout=errand.options.timeout_s)
    if parts.scheme == "tcp":
        return line
    ca = errand.options.form.get("ca")
    context = ssl.create_default_context(cafile=str(ca) if ca else None)
    return context.wrap_socket(line, server_hostname=parts.hostname)


def _answer(line: socket.socket, errand: Errand) -> Outcome:
    give_up_at = time.monotonic() + errand.options.timeout_s
    rest = b""
    while time.monotonic() < give_up_at:
        got = line.recv(65536)
        if not got:
            raise NoAnswer("对方断开了连接")
        try:
            whole, rest = split(rest + got)
        except ValueError as error:
            raise NoAnswer(str(error)) from error
        for frame in whole:
            if _is_ours(frame, errand):
                return read_words(frame, errand.message, errand.options.form)
    raise NoAnswer("没有收到应答帧")


def _is_ours(frame: bytes, errand: Errand) -> bool:
    try:
        found = json.loads(frame)
    except ValueError:
        return False
    return isinstance(found, dict) and found.get("dataId") == data_id(errand.message)
