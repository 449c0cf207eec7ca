"""Every way to the other side: real servers, a receiver that is killed, the same rows."""

import http.client
import json
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.etree import ElementTree

import pytest
import zeep

from anhuan.exchange.core import soap
from anhuan.exchange.core.answers import Ack, Hello
from anhuan.exchange.core.frames import Frame, Kind, decode
from anhuan.node.nats import server_binary
from anhuan.node.ports import free_port
from tests.exchange.jms import IS_THERE, activemq
from tests.exchange.pair import TOKEN, Pair, wait_for
from tests.exchange.test_flow import ROWS

ROUTE = """
  - to: {to}
    transport: {{kind: {kind}, url: "{url}", token: "env:TOKEN"}}
"""
TAKE = """
version: 1
receive: hazards@{to}
sink: {{kind: postgres, url: "env:PROVINCE_DB", tables: [public.hazard]}}
"""


def define(pair: Pair, ways: dict[str, tuple[str, str]]) -> None:
    """One pipe with a route by each of these ways: name -> (kind, url)."""
    pair.define()
    file = pair.plant.folder / "exchange" / "hazards.yaml"
    head = file.read_text(encoding="utf-8").partition("routes:")[0]
    routes = "".join(ROUTE.format(to=to, kind=kind, url=url) for to, (kind, url) in ways.items())
    file.write_text(f"{head}routes:{routes}", encoding="utf-8")
    pair.province.define("hazards", "---".join(TAKE.format(to=to) for to in ways))


def wait_all(pair: Pair) -> None:
    """Every route has everything, and the rows are the same."""
    sent = "select route, last from exchange.route where last > 0 order by route"
    taken = "select route, contiguous from exchange.seat order by route"
    pair.wait_equal()
    wait_for(lambda: pair.plant_do(sent) == pair.province_do(taken), pair.told)
    pair.wait_equal()
    assert pair.province_do("select count(*) from exchange.held") == [(0,)]


@contextmanager
def nats(folder: Path) -> Iterator[int]:
    """A plain NATS server; its port."""
    port = free_port()
    (folder / "plain.conf").write_text(json.dumps({"listen": f"127.0.0.1:{port}",
                                                   "max_payload": 8 << 20}))  # fmt: skip
    child = subprocess.Popen([str(server_binary()), "-c", str(folder / "plain.conf")],
                             stderr=subprocess.DEVNULL)  # fmt: skip
    try:
        yield port
    finally:
        child.kill()
        child.wait()


@pytest.mark.clause("EXC-055")
def test_ftp_soap_and_nats_survive_a_killed_receiver(pair: Pair, tmp_path: Path) -> None:
    with nats(tmp_path) as nats_port:
        ftp = free_port()
        address = f"nats://127.0.0.1:{nats_port}/exchange/test"
        pair.province.environment |= {
            "ANHUAN_EXCHANGE_FTP_PORT": str(ftp), "ANHUAN_EXCHANGE_NATS": address,
        }  # fmt: skip
        define(pair, {
            "byftp": ("ftp", f"ftp://127.0.0.1:{ftp}"), "bynats": ("nats", address),
            "bysoap": ("soap", f"http://127.0.0.1:{pair.http}/soap"),
        })  # fmt: skip
        pair.start()
        pair.plant_do(ROWS.format(1, 1200))
        wait_all(pair)
        pair.province.kill()
        pair.plant_do("delete from hazard where id > 10", "update hazard set title = '改'")
        pair.province.start()
        wait_all(pair)
        assert pair.rows(pair.province_db)[0] == 10


@pytest.mark.skipif(not IS_THERE, reason="ActiveMQ is not installed (Debian's activemq)")
@pytest.mark.clause("EXC-055")
def test_jms_survives_a_killed_broker(pair: Pair, tmp_path: Path) -> None:
    with activemq(tmp_path) as broker:
        address = f"stomp://127.0.0.1:{broker.port}/exchange/test"
        pair.province.environment["ANHUAN_EXCHANGE_STOMP"] = address
        define(pair, {"byjms": ("stomp", address)})
        pair.start()
        pair.plant_do(ROWS.format(1, 1200))
        wait_all(pair)
        broker.kill()
        pair.plant_do("delete from hazard where id > 10")
        broker.start()
        wait_all(pair)
        assert pair.rows(pair.province_db)[0] == 10


def _said_to_half_a_call(port: int, token: str) -> str:
    """The fault that is answered when 5 KB of 60 MB have come; nothing when none is within 1 s."""
    begin = soap.call(token, bytes(9000))[:5000]
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=1)
    connection.putrequest("POST", "/soap")
    connection.putheader("Content-Length", str(60 << 20))
    connection.endheaders(begin)
    try:
        return ElementTree.fromstring(connection.getresponse().read()).findtext(
            ".//faultstring", ""
        )
    except TimeoutError:
        return ""
    finally:
        connection.close()


@pytest.mark.clause("EXC-055")
def test_a_soap_client_of_others_reads_the_wsdl_and_calls(pair: Pair) -> None:
    pair.define()
    pair.province.start()
    pair.wait_answer(pair.http)
    client = zeep.Client(f"http://127.0.0.1:{pair.http}/soap")
    hello = Frame(Kind.HELLO, Hello("hazards@province", "zeep", 0, 0).encode())
    answer = decode(client.service.Exchange(token=TOKEN, frame=hello.encode()))
    assert (answer.kind, Ack.decode(answer.payload).epoch) == (Kind.ACK, 1)
    refused = decode(client.service.Exchange(token="guess", frame=hello.encode()))
    assert refused.kind is Kind.REFUSED
    with pytest.raises(zeep.exceptions.Fault):
        client.service.Exchange(token=TOKEN, frame=b"noise")
    client.transport.session.close()
    assert _said_to_half_a_call(pair.http, "guess") == "令牌无效，请重新登记该节点"
    assert _said_to_half_a_call(pair.http, TOKEN) == ""  # it waits for the rest
    body = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
    request = urllib.request.Request(f"http://127.0.0.1:{pair.http}/soap", data=body)
    with pytest.raises(urllib.error.HTTPError) as failed:
        urllib.request.urlopen(request, timeout=10)
    assert "DTD" in failed.value.read().decode()
    failed.value.close()
