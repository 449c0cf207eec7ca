"""One large file over HTTP with SM3 and fsync of every chunk, beside `cat | dd conv=fdatasync`."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from _exchange import tell, timed

from anhuan.exchange.adapters.files.sender import FileSender
from anhuan.exchange.core.definition import Endpoint
from anhuan.kernel.digest import sm3_hex
from anhuan.node.ports import free_port

RECEIVE = 'version: 1\nreceive: files@far\nsink: {{kind: folder, url: "{}"}}'
TOKEN = "bench"


def main() -> None:
    """Send, compare, and the limit."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--mb", type=int, default=256)
    size = parser.parse_args().mb << 20
    with TemporaryDirectory(dir="/var/tmp") as name:
        folder = Path(name)
        path = folder / "large.bin"
        subprocess.run(
            ["head", "-c", str(size), "/dev/urandom"], stdout=path.open("wb"), check=True
        )
        copied = folder / "copy.bin"
        line = f"cat {path} | dd of={copied} bs=1M conv=fdatasync status=none"
        limit_s = timed(lambda: subprocess.run(line, shell=True, check=True))
        copied.unlink()
        port, child = receiver(folder)
        try:
            endpoint = Endpoint("http", f"http://127.0.0.1:{port}")
            sender = FileSender(endpoint, TOKEN, "files@far")
            seconds = timed(lambda: sender.send(path, "large.bin"))
            sender.close()
        finally:
            child.terminate()
            child.wait()
        same = subprocess.run(["cmp", path, folder / "there" / "large.bin"], check=False)
        tell({
            "mb": size >> 20,
            "mb_per_s": (size >> 20) / seconds,
            "limit_dd_mb_per_s": (size >> 20) / limit_s,
            "ratio_to_limit": limit_s / seconds,
            "equal": same.returncode == 0,
        })  # fmt: skip


def receiver(folder: Path) -> tuple[int, subprocess.Popen[bytes]]:
    """A node that takes files; answers when its door is open."""
    data, port = folder / "var", free_port()
    (data / "exchange").mkdir(parents=True)
    (data / "secrets").mkdir(mode=0o700)
    passes = [{"name": "b", "token_sm3": sm3_hex(TOKEN.encode()), "routes": ["*"]}]
    (data / "secrets" / "exchange-passes.json").write_text(json.dumps(passes))
    (data / "exchange" / "files.yaml").write_text(RECEIVE.format(folder / "there"))
    child = subprocess.Popen(
        [sys.executable, "-m", "anhuan.exchange.main"],
        env={"ANHUAN_DATA": str(data), "ANHUAN_EXCHANGE_PORT": str(port), "PATH": "/usr/bin:/bin",
             "ANHUAN_EXCHANGE_HOST": "127.0.0.1"},
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    import urllib.request

    for _ in range(200):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics").close()
            break
        except OSError:
            time.sleep(0.1)
    return port, child


if __name__ == "__main__":
    main()
