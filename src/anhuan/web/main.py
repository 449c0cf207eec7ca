"""The web process: `python -m anhuan.web.main`. Pages, REST, live streams, standby relay."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anhuan.web.settings")
django.setup()

from anhuan.web.server import make_server  # noqa: E402 - models need a Django that is set up


def main() -> None:
    """Run until SIGTERM."""
    make_server(int(os.environ.get("ANHUAN_PORT", "8000"))).run()


if __name__ == "__main__":
    main()
