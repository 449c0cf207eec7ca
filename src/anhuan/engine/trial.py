"""One trial of a fence in a process of its own: `python -m anhuan.engine.trial <id>`.

The worker starts it (web/trials.py). Apart from the live engine, so that a week of tracks never
costs an alarm a millisecond; at low priority, for the same reason.
"""

import logging
import os
import sys
import time
from uuid import UUID

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anhuan.web.settings")
django.setup()

from anhuan.domains.positioning.models import Fence, FenceTrial  # noqa: E402 - after setup
from anhuan.engine.adapters import trial as adapter  # noqa: E402
from anhuan.engine.adapters.zones import fence_rows  # noqa: E402
from anhuan.kernel import clock  # noqa: E402

log = logging.getLogger("engine.trial")
NICE = 10


def run(pk: UUID) -> FenceTrial:
    """Compute it and write down what came out. Twice gives the same."""
    trial = FenceTrial.objects.select_related("company").get(pk=pk)
    fence: Fence = fence_rows(trial.company).get(pk=trial.fence_id)

    def progress(percent: int) -> None:
        rows = FenceTrial.objects.filter(pk=pk)
        rows.update(progress_pct=percent, touched_at=clock.now())

    began = time.process_time()
    found = adapter.run(fence, trial.since, trial.until, progress)
    trial.findings = found.findings
    trial.figures = found.figures | {"cpu_s": round(time.process_time() - began, 1)}
    trial.state, trial.progress_pct, trial.error = FenceTrial.State.DONE, 100, ""
    trial.touched_at = clock.now()
    trial.save(
        update_fields=["findings", "figures", "state", "progress_pct", "error", "touched_at"]
    )
    return trial


def main() -> None:
    """The trial named on the command line."""
    os.nice(NICE)
    trial = run(UUID(sys.argv[1]))
    log.info("trial %s: %s", trial.pk, trial.figures)


if __name__ == "__main__":
    main()
