"""What was received, once per message: a line of JSON each, on the disk before the answer goes."""

import json
import os
import threading
from pathlib import Path
from typing import Any

REFUSED_WORD = "退回"  # a row with this word in it is sent back, so that one sees how that looks


class Store:
    """Messages by their id; one that comes again gets its first answer."""

    def __init__(self, path: Path) -> None:
        self.path, self._lock = path, threading.Lock()
        self.answers: dict[str, dict[str, Any]] = {}
        self.repeats = 0
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists():
            for line in path.read_text(encoding="utf-8").splitlines():
                found = json.loads(line)
                self.answers[found["id"]] = found["answer"]

    def take(self, key: str, where: str, body: Any) -> dict[str, Any]:
        """Keep it and answer."""
        with self._lock:
            if key in self.answers:
                self.repeats += 1
                return self.answers[key]
            answer = _answer(key, body)
            line = json.dumps(
                {"id": key, "where": where, "body": body, "answer": answer}, ensure_ascii=False
            )
            with self.path.open("a", encoding="utf-8") as file:
                file.write(line + "\n")
                file.flush()
                os.fsync(file.fileno())
            self.answers[key] = answer
            return answer


def _answer(key: str, body: Any) -> dict[str, Any]:
    errors = [
        {"index": place, "msg": "数据被退回，请核对后重报"}
        for place, row in enumerate(_rows(body))
        if REFUSED_WORD in json.dumps(row, ensure_ascii=False)
    ]
    return {"code": "0", "msg": "已接收", "receipt": f"HZ-{key[:13]}", "errors": errors}


def _rows(body: Any) -> list[Any]:
    if isinstance(body, list):
        return body
    found = body.get("rows") if isinstance(body, dict) else None
    return found if isinstance(found, list) else []
