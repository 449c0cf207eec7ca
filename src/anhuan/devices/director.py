"""Starts scenarios on request and moves them on once a second."""

import logging
from collections.abc import Iterator, Mapping
from typing import Any

from anhuan.devices.control import Desk, Letter
from anhuan.devices.scenarios.stage import Channel, Play, Stage
from anhuan.devices.scenarios.table import BY_NAME
from anhuan.devices.simulator import Simulator

log = logging.getLogger("devices")
SHORTEST_S, LONGEST_S = 5.0, 7200.0


class Director:
    """The scenarios that are running. Times in seconds since 1970."""

    def __init__(self, simulator: Simulator, channels: Mapping[str, Channel]) -> None:
        self.simulator = simulator
        self.channels = dict(channels)
        self.running: dict[str, Play] = {}
        self._second = -1

    def tick(self, t_s: float, desk: Desk) -> None:
        """Read the letter box; once a second let every play go on."""
        for letter_id, letter in desk.requests():
            desk.reply(letter_id, self.answer(letter, t_s))
        if int(t_s) != self._second:
            self._second = int(t_s)
            self.go_on()

    def go_on(self) -> None:
        """One second more for every running play; a play that trips ends alone."""
        for name, play in list(self.running.items()):
            try:
                next(play)
            except StopIteration:
                log.info("scenario %s is over", name)
                del self.running[name]
            except Exception:
                log.exception("scenario %s failed", name)
                del self.running[name]

    def answer(self, letter: Letter, t_s: float) -> Letter:
        """Start what was asked for, or say why not; or type a code on a lock."""
        if "lock" in letter:
            return self._type(str(letter["lock"]), str(letter.get("code", "")), t_s)
        name = str(letter.get("scenario", ""))
        if name not in BY_NAME:
            return {"ok": False, "text": f"没有场景 {name}"}
        if name in self.running:
            return {"ok": False, "text": f"场景 {name} 正在进行"}
        seconds = _seconds(letter.get("seconds"), BY_NAME[name].seconds)
        return self._start(name, seconds, t_s)

    def _type(self, lock: str, code: str, t_s: float) -> Letter:
        if not self.simulator.instruments.type_code(lock, code, t_s):
            return {"ok": False, "text": f"没有电子锁 {lock}"}
        return {"ok": True, "text": f"已在 {lock} 上输入授权码"}

    def _start(self, name: str, seconds: float, t_s: float) -> Letter:
        stage = Stage(self.simulator, self.channels, t_s, seconds, [])
        play: Iterator[None] = BY_NAME[name].play(stage)
        try:
            next(play)
        except StopIteration:
            return _began(stage)
        except Exception as error:
            log.exception("scenario %s cannot start", name)
            return {"ok": False, "text": f"场景 {name} 无法开始：{error}"}
        self.running[name] = play
        log.info("scenario %s for %.0f s", name, seconds)
        return _began(stage)


def _began(stage: Stage) -> Letter:
    text = "；".join(stage.notes)
    return {"ok": True, "text": text, "seconds": stage.seconds, "papers": stage.papers}


def _seconds(asked: Any, usual: float) -> float:
    if not isinstance(asked, int | float) or asked <= 0:
        return usual
    return min(LONGEST_S, max(SHORTEST_S, float(asked)))
