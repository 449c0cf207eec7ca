"""One large file over HTTP with SM3 and fsync of every chunk, beside `cat | dd conv=fdatasync`."""

from __future__ import annotations

import argparse
import subprocess
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from _exchange import tell, timed
from _two_nodes import TOKEN, receiver

from anhuan.exchange.adapters.files.sender import FileSender
from anhuan.exchange.core.definition import Endpoint

RECEIVE = 'version: 1\nreceive: files@far\nsink: {{kind: folder, url: "{}"}}'


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
        with receiver(folder, RECEIVE.format(folder / "there")) as (port, _):
            endpoint = Endpoint("http", f"http://127.0.0.1:{port}")
            with closing(FileSender(endpoint, TOKEN, "files@far")) as sender:
                seconds = timed(lambda: sender.send(path, "large.bin"))
        same = subprocess.run(["cmp", path, folder / "there" / "large.bin"], check=False)
        tell({
            "mb": size >> 20,
            "mb_per_s": (size >> 20) / seconds,
            "limit_dd_mb_per_s": (size >> 20) / limit_s,
            "ratio_to_limit": limit_s / seconds,
            "equal": same.returncode == 0,
        })  # fmt: skip


if __name__ == "__main__":
    main()
