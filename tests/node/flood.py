"""Gateways that publish as fast as they are acknowledged, over raw sockets, and keep count."""

import socket
import struct
import threading

WINDOW = 50
CONNECT, PUBLISH_QOS1 = b"\x10", b"\x32"


class Flood:
    """`gateways` connections to one MQTT port; every message has its own name."""

    def __init__(self, port: int, password: str, gateways: int) -> None:
        self.acknowledged: set[bytes] = set()
        self._threads = [
            threading.Thread(target=self._publish, args=(port, password, number))
            for number in range(gateways)
        ]
        for thread in self._threads:
            thread.start()

    def wait(self) -> set[bytes]:
        """After the server is gone: what it has acknowledged."""
        for thread in self._threads:
            thread.join()
        return self.acknowledged

    def _publish(self, port: int, password: str, number: int) -> None:
        sent: dict[int, bytes] = {}
        identifier = 0
        try:
            with _connected(port, password, number) as line:
                rest = b""
                while True:
                    while len(sent) < WINDOW:
                        identifier += 1
                        sent[identifier] = f"{number}-{identifier}".encode()
                        line.sendall(_publication(number, identifier, sent[identifier]))
                    rest = self._take_acknowledgements(rest + _read(line), sent)
        except OSError:
            return  # the server was killed, as it should be

    def _take_acknowledgements(self, received: bytes, sent: dict[int, bytes]) -> bytes:
        whole = len(received) // 4 * 4
        for at in range(0, whole, 4):
            self.acknowledged.add(sent.pop(struct.unpack(">H", received[at + 2 : at + 4])[0]))
        return received[whole:]


def _connected(port: int, password: str, number: int) -> socket.socket:
    head = _text(b"MQTT") + bytes([4, 0xC2]) + struct.pack(">H", 60)
    body = head + _text(b"flood%d" % number) + _text(b"device") + _text(password.encode())
    line = socket.create_connection(("127.0.0.1", port))
    line.sendall(CONNECT + bytes([len(body)]) + body)
    assert line.recv(4)[3] == 0
    return line


def _publication(number: int, identifier: int, name: bytes) -> bytes:
    payload = name.ljust(60, b" ")
    body = _text(b"anhuan/v1/ranging/g%d" % number) + struct.pack(">H", identifier) + payload
    return PUBLISH_QOS1 + bytes([len(body)]) + body


def _read(line: socket.socket) -> bytes:
    received = line.recv(65536)
    if not received:
        raise ConnectionError
    return received


def _text(words: bytes) -> bytes:
    return struct.pack(">H", len(words)) + words
