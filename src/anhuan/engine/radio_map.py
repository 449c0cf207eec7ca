"""One radio map in a process of its own: `python -m anhuan.engine.radio_map <id>`.

The worker starts it (web/trials.py), apart from the live engine and at low priority: kriging a
floor takes a core for a while.
"""

import logging
import os
import sys
from uuid import UUID

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anhuan.web.settings")
django.setup()

from anhuan.domains.calibration.actions.radio_maps import keep_map  # noqa: E402 - after setup
from anhuan.domains.calibration.models import RadioMap  # noqa: E402
from anhuan.engine.adapters.radio_maps import make_map, packed  # noqa: E402

NICE = 10


def run(pk: UUID) -> RadioMap:
    """Compute it and write down what came out, or why nothing did."""
    row = RadioMap.objects.select_related("company").get(pk=pk)
    try:
        made = make_map(row)
    except ValueError as error:
        return keep_map(row, error=str(error))
    anchors = list(made.radio_map.anchors)
    return keep_map(row, packed(made.radio_map), anchors, made.levels, made.errors_m.tolist())


def main() -> None:
    """The map named on the command line."""
    os.nice(NICE)
    found = run(UUID(sys.argv[1]))
    logging.getLogger("engine").info("%s: %s", found, found.figures or found.error)


if __name__ == "__main__":
    main()
