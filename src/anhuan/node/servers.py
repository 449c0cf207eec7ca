"""The servers of one run: embedded ones as supervised children, external ones as addresses."""

import asyncio
from collections.abc import Callable

from anhuan.node import broker, database
from anhuan.node.bounded_log import BoundedLog
from anhuan.node.child import Child, OnChange
from anhuan.node.command import Command
from anhuan.node.nats import Nats
from anhuan.node.plan import Plan
from anhuan.node.postgres import Postgres
from anhuan.node.trouble import Trouble


class Servers:
    """PostgreSQL and NATS, each embedded unless its address was given."""

    def __init__(self, plan: Plan, say: Callable[[str], None]) -> None:
        self._plan = plan
        self._say = say
        self.postgres = None if plan.database_url else Postgres(plan.data)
        self.nats = None if plan.nats_url else _nats(plan)
        self.database_url = plan.database_url or (self.postgres.url if self.postgres else "")
        self.nats_url = plan.nats_url or (self.nats.url if self.nats else "")

    def children(self, on_change: OnChange) -> list[Child]:
        """The embedded ones, to be run; none when both are elsewhere."""
        found = []
        if self.postgres:
            found.append(self._postgres_child(self.postgres, on_change))
        if self.nats:
            found.append(self._nats_child(self.nats, on_change))
        return found

    async def check_external(self) -> None:
        """Check the servers that are elsewhere, and make our streams there. Raises `Trouble`."""
        if not self.postgres and not await asyncio.to_thread(database.is_ready, self.database_url):
            raise Trouble(
                "DATABASE_URL 指向的 PostgreSQL 无法连接",
                "the PostgreSQL named by DATABASE_URL does not let us in",
            )
        if not self.nats:
            if not await broker.is_ready(self.nats_url):
                raise Trouble(
                    "NATS_URL 指向的 NATS 无法连接", "the NATS named by NATS_URL does not let us in"
                )
            await broker.provision(self.nats_url)

    def _postgres_child(self, server: Postgres, on_change: OnChange) -> Child:
        async def start() -> Command:
            for note in await asyncio.to_thread(server.prepare):
                self._say(note)
            return server.command()

        async def is_ready() -> bool:
            return await asyncio.to_thread(database.is_ready, server.superuser_url())

        async def provision() -> None:
            await asyncio.to_thread(database.provision, server)

        return Child(
            start,
            BoundedLog(self._plan.data.logs / "postgres.log"),
            name="postgres",
            is_ready=is_ready,
            on_ready=provision,
            on_change=on_change,
        )

    def _nats_child(self, server: Nats, on_change: OnChange) -> Child:
        async def start() -> Command:
            server.prepare()
            return server.command()

        async def is_ready() -> bool:
            return await broker.is_ready(server.url)

        async def provision() -> None:
            await broker.provision(server.url)

        return Child(
            start,
            BoundedLog(self._plan.data.logs / "nats.log"),
            name="nats",
            is_ready=is_ready,
            on_ready=provision,
            on_change=on_change,
        )


def _nats(plan: Plan) -> Nats:
    tls = plan.tls if plan.is_mqtt_tls else None
    return Nats(plan.data, mqtt_port=plan.mqtt_port, tls=tls)
