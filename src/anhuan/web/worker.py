"""The worker process: `python -m anhuan.web.worker`. Relay, jobs, everything that comes due."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anhuan.web.settings")
django.setup()

from anhuan.web.leaving import leave  # noqa: E402 - models need a Django that is set up
from anhuan.web.work import work  # noqa: E402


def main() -> None:
    """Run until SIGTERM."""
    work()
    leave()


if __name__ == "__main__":
    main()
