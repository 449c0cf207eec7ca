"""A web process: `python -m anhuan.web.main [web-2]`. Pages, REST, live streams, standby relay."""

import gc
import os
import signal
import sys

import django

from anhuan.node.data_folder import DataFolder

gc.disable()  # nothing of what is loaded now is ever garbage; looking for it takes a fifth longer
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anhuan.web.settings")
os.environ["ANHUAN_SHARED_CACHE"] = str(DataFolder.from_environment().run / "cache")
django.setup()

from django.urls import get_resolver  # noqa: E402 - models need a Django that is set up

from anhuan.node.tls import Tls  # noqa: E402
from anhuan.web.leaving import leave  # noqa: E402
from anhuan.web.server import listening, make_server  # noqa: E402


def main() -> None:
    """Run until SIGTERM; uvicorn raises the signal once more when it has stopped."""
    signal.signal(signal.SIGTERM, lambda *_: leave())
    os.environ["ANHUAN_PROCESS"] = sys.argv[1] if len(sys.argv) > 1 else "web"
    port, data = int(os.environ.get("ANHUAN_PORT", "8000")), DataFolder.from_environment()
    server = make_server(Tls.of(data))
    get_resolver().url_patterns  # noqa: B018 - every slice's pages, before the first request
    gc.freeze()
    gc.set_threshold(10_000, 10, 5)  # a page makes ten thousand objects; few of them in circles
    gc.enable()
    server.run(sockets=[listening(port)])
    leave()


if __name__ == "__main__":
    main()
