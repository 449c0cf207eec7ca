"""TCP ports: is one free, which one is, and who has it."""

import socket

import psutil

from anhuan.node.trouble import Trouble


def free_port(host: str = "127.0.0.1") -> int:
    """A port nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind((host, 0))
        port: int = probe.getsockname()[1]
        return port


def is_free(port: int, host: str = "0.0.0.0") -> bool:
    """Could a server listen on this port?"""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True


def require_free(port: int, way_out: str) -> None:
    """Raise `Trouble` naming the port, who has it where that can be seen, and the way out."""
    if is_free(port):
        return
    holder = holder_of(port)
    raise Trouble(
        f"端口 {port} 已被占用{f'({holder})' if holder else ''},可改用 {way_out}",
        f"port {port} is taken{f' by {holder}' if holder else ''}; try {way_out}",
    )


def holder_of(port: int) -> str:
    """Name and pid of who listens on the port; empty when the system does not tell us."""
    try:
        for found in psutil.net_connections("tcp"):
            if found.status == psutil.CONN_LISTEN and found.laddr and found.laddr.port == port:
                return f"{psutil.Process(found.pid).name()}, pid {found.pid}" if found.pid else ""
    except psutil.Error:
        return ""
    return ""
