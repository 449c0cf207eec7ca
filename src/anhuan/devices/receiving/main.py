"""`python -m anhuan.devices.receiving.main FILE [--port N] [--tcp-port N]`: prints its ports."""

import argparse
import json
import threading
from pathlib import Path

from anhuan.devices.receiving.frames import FrameReceiver
from anhuan.devices.receiving.http import Receiver
from anhuan.devices.receiving.store import Store


def main() -> None:
    """Listen until killed."""
    parser = argparse.ArgumentParser(description="A receiver of reports, for trying")
    parser.add_argument("file", type=Path)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--tcp-port", type=int, default=0)
    given = parser.parse_args()
    store = Store(given.file)
    web, tcp = Receiver(store, given.port), FrameReceiver(store, given.tcp_port)
    threading.Thread(target=tcp.serve_forever, daemon=True).start()
    ports = {"http": web.server_address[1], "tcp": tcp.server_address[1]}
    print(json.dumps(ports), flush=True)
    web.serve_forever()


if __name__ == "__main__":
    main()
