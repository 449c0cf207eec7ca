"""One retuned alarm test in a process of its own: `python -m anhuan.engine.retune <id>`.

The worker starts it (web/trials.py), apart from the live engine: thresholds that are being tried
never judge anybody.
"""

import logging
import os
import sys
import time
from uuid import UUID

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anhuan.web.settings")
django.setup()

from anhuan.domains.calibration.actions.retuning import keep_retune  # noqa: E402 - after setup
from anhuan.domains.calibration.models import Retune  # noqa: E402
from anhuan.engine.adapters import retune as adapter  # noqa: E402
from anhuan.kernel import clock  # noqa: E402

NICE = 10


def run(pk: UUID) -> Retune:
    """Compute it and write down what came out. Twice gives the same."""
    row = Retune.objects.select_related("test__company").get(pk=pk)
    began = time.process_time()
    alarms, figures = adapter.run(row, clock.now())
    return keep_retune(row, alarms, figures | {"cpu_s": round(time.process_time() - began, 1)})


def main() -> None:
    """The run named on the command line."""
    os.nice(NICE)
    row = run(UUID(sys.argv[1]))
    logging.getLogger("engine").info("%s: %s", row, row.figures)


if __name__ == "__main__":
    main()
