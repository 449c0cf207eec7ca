"""Servers elsewhere instead of the embedded ones: named by DATABASE_URL and NATS_URL."""

import asyncio
import dataclasses

import pytest
from tests.node.conftest import started

from anhuan.node.plan import Plan
from anhuan.node.ports import free_port
from anhuan.node.postgres import Postgres
from anhuan.node.servers import Servers
from anhuan.node.trouble import Trouble


def test_external_servers_are_used_and_nothing_is_embedded(made_data, servers):
    elsewhere = Postgres(made_data, tcp_port=free_port(), durable=False)
    with started(elsewhere):
        plan = Plan(made_data, database_url=elsewhere.url, nats_url=servers.nats_url)
        found = Servers(plan, print)
        asyncio.run(found.check_external())
    assert found.children(lambda state, is_end: None) == []
    assert found.database_url.startswith("postgresql://anhuan:")
    assert "@127.0.0.1:" in found.database_url


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        ({"database_url": "postgresql://a:secret@127.0.0.1:9/x"}, "DATABASE_URL"),
        ({"nats_url": "nats://a:secret@127.0.0.1:9"}, "NATS_URL"),
    ],
)
def test_one_that_does_not_answer_is_named_without_its_password(data, servers, wrong, word):
    plan = Plan(data, database_url=servers.database_url, nats_url=servers.nats_url)
    with pytest.raises(Trouble, match=word) as caught:
        asyncio.run(Servers(dataclasses.replace(plan, **wrong), print).check_external())
    assert "secret" not in str(caught.value)
