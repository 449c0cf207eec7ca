"""The reporter process: `python -m anhuan.exchange.reporting.main`. A thread for each receiver, so
that a slow one keeps nobody waiting; one reporter at a time, by an advisory lock."""

import logging
import os
import signal
import sys
import threading
import time
from pathlib import Path
from uuid import UUID

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anhuan.web.settings")
django.setup()

from django.conf import settings  # noqa: E402 - models need a Django that is set up
from django.db import DatabaseError, InterfaceError, connection, connections  # noqa: E402

from anhuan.domains.reporting.models import Target  # noqa: E402
from anhuan.domains.reporting.queries.queue import active_ids  # noqa: E402
from anhuan.exchange.reporting.delivering import deliver_next  # noqa: E402
from anhuan.exchange.reporting.orders import ASK_EVERY_S, ask, path_of  # noqa: E402
from anhuan.kernel.sm2 import PlantKey, load_or_make  # noqa: E402
from anhuan.node.beating import beat_aside  # noqa: E402

log = logging.getLogger("reporter")
LOCK = 0x4E90
LOOK_EVERY_S = 1.0
REST_S = 2.0
_LOST = (DatabaseError, InterfaceError, OSError)


class Reporter:
    """Carries until told to stop."""

    def __init__(self, key: PlantKey | None) -> None:
        self.key = key
        self.stop = threading.Event()
        self.threads: dict[UUID, threading.Thread] = {}

    def run(self) -> None:
        """Wait for the lock, then keep a thread for each receiver in use; lost databases are
        waited for."""
        while not self.stop.is_set():
            try:
                if self._leads():
                    self._tend()
            except _LOST as error:
                log.warning("database lost: %s", error)
                connections.close_all()
                self.threads = {}
            self.stop.wait(LOOK_EVERY_S)

    def _leads(self) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_try_advisory_lock(%s) WHERE NOT EXISTS (SELECT FROM pg_locks"
                " WHERE locktype = 'advisory' AND objid = %s AND pid = pg_backend_pid())",
                [LOCK, LOCK],
            )
            row = cursor.fetchone()
        return row is None or bool(row[0])  # None: we hold it already

    def _tend(self) -> None:
        for pk in active_ids():
            thread = self.threads.get(pk)
            if thread is None or not thread.is_alive():
                thread = threading.Thread(target=self._carry, args=(pk,), daemon=True)
                self.threads[pk] = thread
                thread.start()

    def _carry(self, target_id: UUID) -> None:
        asked_at = -ASK_EVERY_S
        try:
            while not self.stop.is_set() and target_id in active_ids():
                if time.monotonic() - asked_at >= ASK_EVERY_S:
                    asked_at = time.monotonic()
                    _ask(target_id)
                if not deliver_next(target_id, self.key):
                    self.stop.wait(LOOK_EVERY_S)
        except _LOST as error:
            log.warning("%s: %s", target_id, error)
            self.stop.wait(REST_S)
        except Exception:
            log.exception("%s: failed, beginning again", target_id)
            self.stop.wait(REST_S)
        finally:
            connections.close_all()


def _ask(target_id: UUID) -> None:
    """What there is for us; who cannot answer now is asked again."""
    target = Target.objects.select_related("company").get(pk=target_id)
    if not path_of(target):
        return
    try:
        ask(target)
    except (OSError, ValueError, KeyError) as error:
        if isinstance(error, _LOST[:2]):
            raise
        log.warning("%s: no answer about orders: %s", target, error)


def main() -> None:
    """Run until SIGTERM or SIGINT."""
    reporter = Reporter(load_or_make(Path(settings.DATA) / "secrets" / "plant-sm2"))
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: reporter.stop.set())
    beat_aside("reporter")
    log.info("reporter: up")
    reporter.run()
    sys.stderr.flush()
    os._exit(0)  # a thread that waits for a slow receiver must not hold us up


if __name__ == "__main__":
    main()
