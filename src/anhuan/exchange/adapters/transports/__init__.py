"""The ways a frame goes to the other side. A new one is a file here and a word in `KINDS`."""

from collections.abc import Callable

from anhuan.exchange.adapters.contract import Transport
from anhuan.exchange.adapters.transports.ftp import FtpTransport
from anhuan.exchange.adapters.transports.http import HttpTransport
from anhuan.exchange.adapters.transports.mqtt import MqttTransport
from anhuan.exchange.adapters.transports.nats import NatsTransport
from anhuan.exchange.adapters.transports.soap import SoapTransport
from anhuan.exchange.adapters.transports.stomp import StompTransport
from anhuan.exchange.adapters.transports.tcp import TcpTransport
from anhuan.exchange.core.definition import Endpoint

KINDS: dict[str, Callable[[Endpoint, str], Transport]] = {
    "http": HttpTransport,
    "https": HttpTransport,
    "tcp": TcpTransport,
    "tcps": TcpTransport,
    "mqtt": MqttTransport,
    "mqtts": MqttTransport,
    "ftp": FtpTransport,
    "soap": SoapTransport,
    "stomp": StompTransport,
    "stomps": StompTransport,
    "nats": NatsTransport,
}


def open_transport(endpoint: Endpoint, token: str) -> Transport:
    """The transport of a route; nothing is connected yet."""
    return KINDS[endpoint.kind](endpoint, token)
