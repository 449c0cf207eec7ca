"""One large file over HTTP with SM3 and fsync of every chunk, beside `cat | dd conv=fdatasync`."""

from __future__ import annotations

import argparse
import subprocess
import time
from contextlib import closing
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from _exchange import tell, timed
from _two_nodes import TOKEN, receiver

from anhuan.exchange.adapters.files.sender import FileSender
from anhuan.exchange.core.definition import Endpoint

RECEIVE = 'version: 1\nreceive: files@far\nsink: {{kind: folder, url: "{}"}}'


def main() -> None:
    """Send and copy in turn, compare, and the ratio of the medians."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--mb", type=int, default=1024)
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--rest", type=float, default=10.0, help="seconds before each")
    told = parser.parse_args()
    size = told.mb << 20
    with TemporaryDirectory(dir="/var/tmp") as name:
        folder = Path(name)
        path, there, copied = folder / "large.bin", folder / "there", folder / "copy.bin"
        subprocess.run(
            ["head", "-c", str(size), "/dev/urandom"], stdout=path.open("wb"), check=True
        )
        line = f"cat {path} | dd of={copied} bs=1M conv=fdatasync status=none"
        copied_s, sent_s = [], []
        with receiver(folder, RECEIVE.format(there)) as (port, _):
            endpoint = Endpoint("http", f"http://127.0.0.1:{port}")
            with closing(FileSender(endpoint, TOKEN, "files@far")) as sender:
                for turn in range(told.turns):
                    time.sleep(told.rest)
                    copied_s.append(timed(lambda: subprocess.run(line, shell=True, check=True)))
                    copied.unlink()
                    time.sleep(told.rest)
                    sent_s.append(timed(partial(sender.send, path, f"{turn}.bin")))
                    (there / f"{turn}.bin").rename(copied)
        same = subprocess.run(["cmp", path, copied], check=False)
        tell({
            "mb": size >> 20,
            "turns": told.turns,
            "mb_per_s": (size >> 20) / median(sent_s),
            "limit_dd_mb_per_s": (size >> 20) / median(copied_s),
            "ratio_to_limit": median(copied_s) / median(sent_s),
            "equal": same.returncode == 0,
        })  # fmt: skip


if __name__ == "__main__":
    main()
