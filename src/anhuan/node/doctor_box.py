"""What `anhuan doctor` asks a running box: its servers, migrations, audit chain and tracks."""

import asyncio
import os
from collections.abc import Iterator

from anhuan.node import broker, database
from anhuan.node.checks import Check, failed, passed, skipped, warned
from anhuan.node.data_folder import DataFolder
from anhuan.node.doctor_tracks import check_tracks
from anhuan.node.running import adopt
from anhuan.node.trouble import Trouble


def check_box(data: DataFolder, *, is_full: bool = False) -> Iterator[Check]:
    """Everything that needs the servers; one line when none runs."""
    try:
        adopt(data)
    except Trouble:
        yield skipped("box", "not running")
        return
    database_url, nats_url = os.environ["DATABASE_URL"], os.environ.get("NATS_URL")
    is_up = database.is_ready(database_url)
    yield passed("database", "answers") if is_up else failed("database", "no answer")
    if nats_url:
        hears = asyncio.run(broker.is_ready(nats_url))
        yield passed("nats", "answers") if hears else failed("nats", "no answer")
    if is_up:
        yield _migrations()
        yield _audit_chain()
        yield from check_tracks(is_full=is_full)


def _migrations() -> Check:
    import django

    django.setup()
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        return warned("migrations", f"{len(missing)} not applied; the next start does it")
    return passed("migrations", "all applied")


def _audit_chain() -> Check:
    from django.db import DatabaseError

    from anhuan.domains.audit.queries import verify_chain

    try:
        found = verify_chain()
    except DatabaseError as error:
        return failed("audit chain", str(error).splitlines()[0])
    if not found["ok"]:
        return failed("audit chain", f"broken at row {found['broken_at']}")
    return passed("audit chain", f"{found['rows']} rows, whole")
