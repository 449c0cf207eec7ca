"""A letter box between `anhuan demo --scenario` and the running simulator.

Files in `$ANHUAN_DATA/run/devices/`: `{id}.request.json` asks, `{id}.reply.json` answers,
`alive` is touched every two seconds. It reaches the simulator only, never the engine.
"""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

ALIVE_EVERY_S = 2.0
DEAD_AFTER_S = 10.0
Letter = dict[str, Any]


class Desk:
    """The simulator's side."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("*.json"):
            old.unlink(missing_ok=True)
        self._alive_at = 0.0

    def requests(self) -> Iterator[tuple[str, Letter]]:
        """Letters that came in; each is handed out once."""
        self._show_alive()
        for path in sorted(self.folder.glob("*.request.json")):
            try:
                letter = json.loads(path.read_text(encoding="utf-8"))
            except ValueError:
                letter = {}
            path.unlink(missing_ok=True)
            yield path.name.removesuffix(".request.json"), letter

    def reply(self, letter_id: str, answer: Letter) -> None:
        """Answer a letter."""
        _write(self.folder / f"{letter_id}.reply.json", answer)

    def _show_alive(self) -> None:
        if time.monotonic() - self._alive_at > ALIVE_EVERY_S:
            self._alive_at = time.monotonic()
            (self.folder / "alive").touch()


def is_alive(folder: Path) -> bool:
    """Is a simulator reading this letter box?"""
    mark = folder / "alive"
    return mark.exists() and time.time() - mark.stat().st_mtime < DEAD_AFTER_S


def ask(folder: Path, letter: Letter, patience_s: float = 10.0) -> Letter | None:
    """Send a letter and wait for the answer; None when nobody answers."""
    letter_id = uuid4().hex
    _write(folder / f"{letter_id}.request.json", letter)
    answer = folder / f"{letter_id}.reply.json"
    end = time.monotonic() + patience_s
    while time.monotonic() < end:
        if answer.exists():
            found: Letter = json.loads(answer.read_text(encoding="utf-8"))
            answer.unlink(missing_ok=True)
            return found
        time.sleep(0.05)
    (folder / f"{letter_id}.request.json").unlink(missing_ok=True)
    return None


def _write(path: Path, letter: Letter) -> None:
    """Whole or not at all: the other side may look at any moment."""
    draft = path.with_suffix(".draft")
    draft.write_text(json.dumps(letter, ensure_ascii=False), encoding="utf-8")
    draft.replace(path)
