"""Compiled code is found again wherever the product lies, and old versions go."""

import os
import subprocess
import sys
from pathlib import Path

from anhuan.kernel import jit


def test_old_caches_go_but_for_the_newest_and_those_in_use(monkeypatch, tmp_path):
    mine = tmp_path / "numba-mine"
    ages_s = {"mine": 90_000, "a": 10, "b": 20, "c": 30, "used": 3000, "old": 4000, "older": 90_000}
    now = 1_795_000_000.0
    for name, age in ages_s.items():
        (tmp_path / f"numba-{name}").mkdir()
        os.utime(tmp_path / f"numba-{name}", (now - age, now - age))
    (tmp_path / "other").mkdir()
    monkeypatch.setattr(jit, "FOLDER", mine)
    assert jit.prune(now) == 2
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {"numba-mine", "numba-a", "numba-b", "numba-c", "numba-used", "other"}


def test_a_read_only_tree_hands_on_what_came_compiled_with_it(monkeypatch, tmp_path):
    name = jit.PREFIX + jit.sources_digest()
    made, own = tmp_path / "tree", tmp_path / "home"
    (made / name / "core").mkdir(parents=True)
    (made / name / "core" / "f.nbi").write_bytes(b"index")
    os.utime(made / name)
    monkeypatch.setattr(jit, "places", lambda: iter([made, own]))
    readable = lambda path, _: not Path(path).is_relative_to(made)  # noqa: E731
    monkeypatch.setattr(jit.os, "access", readable)  # root may write everywhere
    assert jit.cache_folder() == own / name
    assert (own / name / "core" / "f.nbi").read_bytes() == b"index"


def test_without_any_place_to_write_it_still_computes():
    code = (
        "from pathlib import Path\n"
        "import os, sys\n"
        "make = Path.mkdir\n"
        "def refuse(*a, **k): raise PermissionError\n"
        "Path.mkdir = refuse\n"
        "from anhuan.kernel import jit\n"
        "assert jit.FOLDER is None and not jit.CACHES\n"
        "print(jit.jit(lambda a: a + 1)(1))"
    )
    environment = {k: v for k, v in os.environ.items() if k != "NUMBA_CACHE_DIR"}
    told = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == "2"


def test_the_data_folder_takes_the_cache_when_the_tree_cannot(tmp_path, monkeypatch):
    monkeypatch.setenv("ANHUAN_DATA", str(tmp_path / "var"))
    assert list(jit.places())[1] == tmp_path / "var" / "cache"
