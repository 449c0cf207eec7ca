"""The web and worker processes as the supervisor runs them: real ports, real signals."""

import asyncio
import http.client
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import closing, contextmanager

import pytest
from django.core.cache.backends.filebased import FileBasedCache
from django.db import connection
from psycopg.conninfo import make_conninfo

from anhuan.domains.alarms.tests.make import make_account, make_alarm, make_company
from anhuan.domains.outbox.models import OutboxEvent
from anhuan.node.ports import free_port
from anhuan.web.nats import connected

pytestmark = pytest.mark.django_db(transaction=True)
BACKEND = "anhuan.web.backend.AccountBackend"
PATIENCE_S = 60


@contextmanager
def process(module, port, log, *words):
    """`python -m module` against the test's own database; its log is shown when it fails."""
    known = connection.get_connection_params()
    names = ("dbname", "user", "password", "host", "port")
    url = make_conninfo(**{name: known[name] for name in names if known.get(name)})
    environment = os.environ | {"DATABASE_URL": url, "ANHUAN_PORT": str(port)}
    command = [sys.executable, "-W", "ignore", "-m", module, *words]
    with log.open("ab") as file:
        child = subprocess.Popen(command, env=environment, stderr=file)
    try:
        yield child
    finally:
        child.kill()
        child.wait()
        sys.stderr.write(log.read_text()[-3000:])


def get(port, path, **headers):
    """The response, which owns its socket."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        link.request("GET", path, headers=headers | {"Connection": "close"})
        return link.getresponse()
    finally:
        link.close()


def health_of(port):
    try:
        with closing(get(port, "/healthz")) as answer:
            return answer.status, json.loads(answer.read())
    except OSError:
        return 0, {}


def wait_for(true, within_s=PATIENCE_S):
    give_up = time.monotonic() + within_s
    while not (found := true()):
        assert time.monotonic() < give_up, "waited too long"
        time.sleep(0.05)
    return found


def is_up(port, *names):
    parts = health_of(port)[1].get("processes", {})
    return all(parts.get(name, {}).get("ok") for name in names)


def cookie_of(client, account):
    client.force_login(account, backend=BACKEND)
    return f"sessionid={client.cookies['sessionid'].value}"


def exit_code(child):
    """It ends by itself when it is asked to."""
    child.send_signal(signal.SIGTERM)
    return child.wait(timeout=30)


def next_event(stream, name):
    while True:
        line = stream.readline().decode()
        assert line, "the stream ended"
        if line.startswith("event: ") and line.split()[1] == name:
            while not (line := stream.readline().decode()).startswith("data: "):
                pass
            return json.loads(line[6:])


def test_web_and_worker_live_serve_and_stop(client, tmp_path):
    log = tmp_path / "log"
    account = make_account(make_company(), "operator")
    port = free_port()
    with (
        process("anhuan.web.main", port, log) as web,
        process("anhuan.web.worker", port, log) as worker,
    ):
        wait_for(lambda: is_up(port, "web", "worker"))
        status, found = health_of(port)
        assert status == 503  # no engine here
        assert found["processes"]["engine"] == {"ok": False, "why": "never heard"}
        assert (found["postgres"]["ok"], found["nats"]["ok"]) == (True, True)
        assert "password" not in json.dumps(found).lower()

        stream = get(port, "/live/alarms", Cookie=cookie_of(client, account))
        assert next_event(stream, "snapshot") == {"alarms": []}
        alarm = make_alarm(account.company)
        assert next_event(stream, "change")["alarm"]["id"] == str(alarm.pk)
        wait_for(lambda: alarm.steps.filter(verb="escalate").exists())

        assert exit_code(web) == 0
        assert b"alarm.raised" not in stream.read()  # it ended by itself
        stream.close()
        assert exit_code(worker) == 0


def test_two_web_processes_share_port_and_limits_and_one_goes_on_alone(
    client, tmp_path, monkeypatch
):
    monkeypatch.setenv("ANHUAN_DATA", str(tmp_path))
    port, log = free_port(), tmp_path / "log"
    account = make_account(make_company(), "operator")
    cookie = cookie_of(client, account)
    with (
        process("anhuan.web.main", port, log),
        process("anhuan.web.main", port, log, "web-2") as second,
    ):
        wait_for(lambda: is_up(port, "web"))
        beating = wait_for(lambda: _beats("web-2"))
        assert beating["pid"] == second.pid
        for _ in range(12):
            assert get(port, "/api/v1/alarms", Cookie=cookie).status == 200
        counted = FileBasedCache(str(tmp_path / "run" / "cache"), {})
        assert len(counted.get(f"throttle_user_{account.pk}")) == 12
        second.kill()
        second.wait()
        statuses = [get(port, "/alarms/", Cookie=cookie).status for _ in range(12)]
        assert statuses == [200] * 12


def _beats(name):
    """The next heartbeat of a process, if it comes within three seconds."""

    async def hear():
        nats = await connected("test")
        try:
            word = await (await nats.subscribe(f"hb.{name}")).next_msg(3)
        except TimeoutError:
            return None
        finally:
            await nats.close()
        return json.loads(word.data)

    return asyncio.run(hear())


def published(event_id):
    return OutboxEvent.objects.filter(pk=event_id, published_at__isnull=False).exists()


def relay_leader(port):
    parts = health_of(port)[1].get("processes", {})
    leading = [
        name for name in ("web", "worker") if (parts.get(name, {}).get("detail") or {}).get("relay")
    ]
    return leading[0] if leading else None


def test_when_the_leader_is_killed_the_other_relays(tmp_path):
    log = tmp_path / "log"
    company = make_company()
    port = free_port()
    with process("anhuan.web.worker", port, log) as worker:
        time.sleep(0.1)
        with process("anhuan.web.main", port, log):
            wait_for(lambda: is_up(port, "web", "worker"))
            leader = wait_for(lambda: relay_leader(port))
            if leader != "worker":
                pytest.skip("the web process was first")
            worker.kill()
            make_alarm(company)
            event = OutboxEvent.objects.get(type="alarm.raised")
            wait_for(lambda: published(event.pk))
