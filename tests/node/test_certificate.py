"""`anhuan certificate`, and the MQTT port behind it."""

import ipaddress
import socket
import ssl
import stat
import subprocess
import threading
import time

import paho.mqtt.client as paho
import pytest
from cryptography import x509

from anhuan.cli import main
from anhuan.node.certificate import issue, own_hosts
from anhuan.node.nats import Nats
from anhuan.node.ports import free_port
from anhuan.node.tls import Tls

HOSTS = ["anhuan.plant", "127.0.0.1"]


@pytest.fixture
def tls(data):
    return issue(data, HOSTS, 825)


def served(tls):
    return x509.load_pem_x509_certificate(tls.certificate.read_bytes())


def test_it_names_the_hosts_and_lasts_as_long_as_asked(tls):
    names = served(tls).extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["anhuan.plant"]
    assert names.get_values_for_type(x509.IPAddress) == [ipaddress.ip_address("127.0.0.1")]
    lasts = served(tls).not_valid_after_utc - served(tls).not_valid_before_utc
    assert lasts.days == 825  # and the hour for clocks that differ


def test_keys_are_for_us_alone(tls):
    for path in (tls.key, tls.authority_key):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(tls.folder.stat().st_mode) == 0o700


def test_renewing_keeps_the_authority_that_clients_trust(tls, data):
    trusted, before = tls.authority.read_bytes(), served(tls).serial_number
    issue(data, HOSTS, 30)
    assert tls.authority.read_bytes() == trusted
    assert served(tls).serial_number != before


def test_this_machine_is_named_by_itself():
    assert {socket.gethostname(), "localhost", "127.0.0.1"} <= set(own_hosts())


@pytest.mark.parametrize("days", ["0", "826"])
def test_a_wrong_number_of_days_is_refused(data, days, capsys):
    assert main(["certificate", "--data", str(data.root), "--days", days]) == 1
    assert "1–825" in capsys.readouterr().err
    assert not Tls.of(data).is_there


def test_tls_for_gateways_needs_a_certificate(data, capsys):
    assert main(["up", "--data", str(data.root), "--mqtt-tls"]) == 1
    assert "anhuan certificate" in capsys.readouterr().err


@pytest.fixture
def broker(data, tls):
    server = Nats(data, mqtt_port=free_port(), mqtt_host="127.0.0.1", durable=False, tls=tls)
    server.prepare()
    command = server.command()
    process = subprocess.Popen(command.argv, **command.popen_arguments())
    _wait_for(server.mqtt_port)
    yield server
    process.terminate()
    process.wait(10)


def _wait_for(port: int) -> None:
    give_up_at = time.monotonic() + 10
    while time.monotonic() < give_up_at:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("the broker does not listen")


@pytest.mark.clause("AQL-099")
def test_gateways_come_by_tls_and_by_nothing_else(broker, tls):
    let_in = threading.Event()
    client = paho.Client(paho.CallbackAPIVersion.VERSION2, client_id="gw")
    client.username_pw_set("device", broker.device_password)
    client.tls_set_context(ssl.create_default_context(cafile=str(tls.authority)))
    client.on_connect = lambda c, u, f, reason, p: reason.is_failure or let_in.set()
    client.connect("127.0.0.1", broker.mqtt_port)
    client.loop_start()
    assert let_in.wait(5)
    client.disconnect()
    client.loop_stop()
    with socket.create_connection(("127.0.0.1", broker.mqtt_port), 5) as wire:
        wire.sendall(bytes.fromhex("100c00044d5154540402003c0000"))  # CONNECT in the clear
        wire.settimeout(5)
        assert not wire.recv(4).startswith(b"\x20")  # no CONNACK
