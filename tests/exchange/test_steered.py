"""A node far away, steered by a plant: real processes, real HTTP, two databases."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from anhuan.domains.org.models import Account
from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import make_account, make_company
from anhuan.domains.pipes import actions
from anhuan.domains.pipes.models import Deed, Letter, LogLine, Look, Node, Pipe, Receipt
from anhuan.domains.pipes.queries import standing_of
from anhuan.kernel import clock
from anhuan.node.ports import free_port
from tests.exchange.pair import TOKEN, Pair, Process, wait_for
from tests.exchange.test_flow import ROWS

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("_frugal")]
SEND = """pipe: hazards
source: {{kind: postgres, url: "env:EXCHANGE_DB", tables: [{{name: public.hazard}}]}}
transforms:
  - codes: {{field: level, map: {{ordinary: "0", major: "1"}}}}
routes:
  - to: province
    mend: ask
    transport: {{kind: tcp, url: "tcp://127.0.0.1:{port}", token: "env:EXCHANGE_TOKEN"}}
"""
SECOND = """pipe: copies
source:
  {{kind: postgres, url: "env:EXCHANGE_DB", tables: [{{name: public.hazard, target: public.copy}}]}}
routes:
  - to: province
    transport: {{kind: tcp, url: "tcp://127.0.0.1:{port}", token: "env:EXCHANGE_TOKEN"}}
"""
COPIES = """
version: 1
receive: copies@province
sink: {kind: postgres, url: "env:PROVINCE_DB", tables: [public.copy]}
"""


@pytest.fixture
def _frugal(settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]


class Steered:
    """A node of its own, enrolled at the plant."""

    def __init__(
        self, pair: Pair, desk: str, process: Process | None = None, by: Account | None = None
    ) -> None:
        self.pair, self.desk, self.process = pair, desk, process or pair.plant
        self.by = by or make_account(make_company(), Role.ADMINISTRATOR)
        name = self.process.folder.name
        self.node, self._token = actions.add_node(self.by, self.by.company, name, clock.now())
        self.process.environment |= {
            "EXCHANGE_DB": pair.plant_db, "EXCHANGE_TOKEN": TOKEN,
            "ANHUAN_EXCHANGE_PORT": str(free_port()),
        }  # fmt: skip

    def enrol(self) -> subprocess.CompletedProcess[str]:
        command = ["-m", "anhuan", "exchange", "node", "--desk", self.desk, "--token", self._token,
                   "--only-enrol"]  # fmt: skip
        clean = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "NATS_URL")}
        return subprocess.run(
            [sys.executable, *command], capture_output=True, text=True, check=False,
            env=clean | {"ANHUAN_DATA": str(self.process.folder)},
        )  # fmt: skip

    def define(self, form: str = SEND) -> Pipe:
        text = form.format(port=self.pair.tcp)
        pipe = actions.add_pipe(self.by, self.node, text, "", clock.now())
        return actions.set_wish(self.by, pipe, "running")

    def told(self) -> dict[str, Any]:
        return standing_of(Pipe.objects.select_related("node").get(name="hazards"))

    def route(self) -> dict[str, Any]:
        return next(iter(self.told().get("routes", [])), {})

    def wait(self, is_so: Callable[[], object]) -> None:
        wait_for(is_so, lambda: f"{self.told()}\n{self.pair.plant.log()[-3000:]}")

    def done(self, deed: Deed) -> str:
        self.wait(lambda: Deed.objects.get(pk=deed.pk).state != "waiting")
        return Deed.objects.get(pk=deed.pk).said


@pytest.mark.clause("EXC-059", "EXC-060", "EXC-064", "EXC-066")
def test_a_pipe_is_deployed_steered_and_mended_from_the_plant(pair: Pair, live_server: Any) -> None:
    far = Steered(pair, live_server.url)
    assert far.enrol().returncode == 0
    assert far.enrol().returncode != 0, "a token is good once"
    pair.define()
    (pair.plant.folder / "exchange" / "hazards.yaml").unlink()  # the plant's page has it instead
    pair.province.define("copies", COPIES)
    pair.province_do("create table copy (like hazard including all)")
    pair.plant_do(ROWS.format(1, 20), "insert into hazard (id, level) values (99, 'odd')")
    pair.start()
    far.define()
    far.define(SECOND)
    far.wait(lambda: pair.province_do("select count(*) from copy") == [(21,)])
    far.wait(lambda: pair.province_do("select count(*) from hazard") == [(20,)])
    far.wait(lambda: Receipt.objects.exists() and Letter.objects.exists())
    assert LogLine.objects.filter(code="running", place="hazards").exists()

    letter = Letter.objects.get()
    assert far.done(actions.replay(far.by, letter, "", clock.now())), "still no code for it"
    body = letter.body.replace("odd", "major")
    assert far.done(actions.replay(far.by, letter, body, clock.now())) == ""
    far.wait(lambda: pair.province_do("select level from hazard where id = 99") == [("1",)])

    pipe = Pipe.objects.select_related("node").get(name="hazards")
    actions.set_wish(far.by, pipe, "paused")
    far.wait(lambda: far.told().get("state") == "paused")
    pair.plant_do("delete from hazard where id = 1")
    far.wait(lambda: far.route().get("backlog"))
    pair.plant.kill()
    pair.plant.start()  # it goes on with what it was ordered, paused
    actions.set_wish(far.by, pipe, "running")
    far.wait(lambda: pair.province_do("select count(*) from hazard where id = 1") == [(0,)])
    connection.close()


@pytest.mark.clause("AQG-005")
def test_differences_are_shown_by_key_and_just_those_are_sent_again(
    pair: Pair, live_server: Any
) -> None:
    far = Steered(pair, live_server.url)
    assert far.enrol().returncode == 0
    pair.define()
    (pair.plant.folder / "exchange" / "hazards.yaml").unlink()
    pair.plant_do(ROWS.format(1, 800))
    text = SEND.format(port=pair.tcp).replace(
        '  - codes: {field: level, map: {ordinary: "0", major: "1"}}\n', "  - drop: [picture]\n"
    )
    pipe = actions.add_pipe(far.by, far.node, text, "", clock.now())
    actions.set_wish(far.by, pipe, "running")
    pair.start()
    far.wait(lambda: pair.province_do("select count(*) from hazard") == [(800,)])
    pair.province_do("delete from hazard where id = 7", "update hazard set title = '' where id = 9",
                     "insert into hazard (id) values (5000)")  # fmt: skip
    far.wait(lambda: far.route().get("backlog") == 0)
    sent = far.route()["last"]
    assert far.done(actions.compare(far.by, _fresh(pipe), clock.now())) == ""
    far.wait(Look.objects.exists)
    look = Look.objects.get()
    assert look.keys == {"missing": [["7"]], "surplus": [["5000"]], "changed": [["9"]]}
    assert look.resent == 0, "the pipe asks people first"
    assert far.done(actions.resend(far.by, look, clock.now())) == ""
    query = "select count(*), count(*) filter (where title = '' or id = 5000) from hazard"
    far.wait(lambda: pair.province_do(query) == [(800, 0)])
    far.wait(lambda: far.route()["last"] == sent + 3)

    pair.province_do("delete from hazard where id > 100")  # more than are told by key
    far.wait(lambda: far.route().get("backlog") == 0)
    assert far.done(actions.compare(far.by, _fresh(pipe), clock.now())) == ""
    far.wait(lambda: Look.objects.filter(missing=700).exists())
    look = Look.objects.get(missing=700)
    assert len(look.keys["missing"]) == 500
    assert far.done(actions.resend(far.by, look, clock.now())) == ""
    far.wait(lambda: pair.province_do(query) == [(800, 0)])
    far.wait(lambda: Look.objects.filter(missing=700, resent=700).exists())
    far.wait(lambda: far.route()["last"] == sent + 703)
    assert Node.objects.get().heard_at
    connection.close()


@pytest.mark.clause("EXC-068")
def test_a_second_node_takes_a_share_of_the_work_while_the_first_goes_on(
    pair: Pair, live_server: Any, tmp_path: Path
) -> None:
    first = Steered(pair, live_server.url)
    assert first.enrol().returncode == 0
    pair.define()
    (pair.plant.folder / "exchange" / "hazards.yaml").unlink()
    pair.province.define("copies", COPIES)
    pair.province_do("create table copy (like hazard including all)")
    pair.plant_do(ROWS.format(1, 20))
    pair.start()
    first.define()
    first.wait(lambda: pair.province_do("select count(*) from hazard") == [(20,)])

    second = Steered(pair, live_server.url, Process(tmp_path / "second", {}), first.by)
    assert second.enrol().returncode == 0
    second.process.start()
    try:
        second.define(SECOND)
        second.wait(lambda: pair.province_do("select count(*) from copy") == [(20,)])
        pair.plant.kill()  # each goes on without the other
        pair.plant_do(ROWS.format(21, 40))
        second.wait(lambda: pair.province_do("select count(*) from copy") == [(40,)])
        assert pair.province_do("select count(*) from hazard") == [(20,)]
        pair.plant.start()
        first.wait(lambda: pair.province_do("select count(*) from hazard") == [(40,)])
    finally:
        second.process.kill()
    assert Node.objects.filter(heard_at__isnull=False).count() == 2
    connection.close()


def _fresh(pipe: Pipe) -> Pipe:
    return Pipe.objects.select_related("node").get(pk=pipe.pk)
