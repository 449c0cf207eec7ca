"""The plants of the county: `python -m anhuan.devices.county.main`. They speak HTTP from outside,
each with its own token, as a plant's own software would."""

import http.client
import json
import logging
import os
import signal
import threading
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from anhuan.devices.county.plants import Paper, plants
from anhuan.devices.county.registers import prevention, staff
from anhuan.devices.county.rows import rows_of, sensed

EVERY_S = 60.0
ORDERLY_ANSWERS = {"cause": "值班员核实属实", "measures": "已现场处置并恢复正常", "by": "钱虚构"}
log = logging.getLogger("county")


class Plant:
    """One of them, with what it knows of orders."""

    def __init__(self, paper: Paper, token: str, port: int) -> None:
        self.paper, self.token, self.port = paper, token, port
        self.known: dict[str, int] = {}
        self.told: date | None = None  # the day its registers were sent

    def report(self, now: datetime) -> None:
        """Everything as it is now."""
        if self.told != now.date():
            self._tell(now)
        for table, row in rows_of(self.paper, now):
            self._post(f"/report/{table}", {"table": table, "rows": [row]})
        if lines := sensed(self.paper, now):
            packet = {"IDENTIFIER": "SENSING", "COMPANY_CODE": self.paper.code,
                      "COLLECT_TIME": f"{now:%Y-%m-%d %H:%M:%S}", "DATASET": lines}  # fmt: skip
            self._post("/report/SENSING", packet)
        self._hear()

    def _tell(self, now: datetime) -> None:
        """Its people and its dual prevention, once a day."""
        tables: dict[str, list[dict[str, Any]]] = {"AQL_B1": list(staff(self.paper))}
        for table, row in prevention(self.paper, now):
            tables.setdefault(table, []).append(row)
        for table, rows in tables.items():
            self._post(f"/report/{table}", {"table": table, "rows": rows})
        self.told = now.date()

    def _hear(self) -> None:
        """Take orders; a busy plant answers each, the others leave it to whoever tries."""
        found = self._post("/orders", {"known": self.known, "answers": []}).get("orders", [])
        self.known |= {one["id"]: one["version"] for one in found}
        waiting = [one["id"] for one in found if one["state"] in ("issued", "taken", "returned")]
        if self.paper.manner == "busy" and waiting:
            answers = [{"id": str(uuid4()), "order": one, "at": "", **ORDERLY_ANSWERS}
                       for one in waiting]  # fmt: skip
            self._post("/orders", {"known": self.known, "answers": answers})

    def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
            line.request("POST", path, json.dumps(body).encode(), headers)
            found = json.loads(line.getresponse().read())
            return found if isinstance(found, dict) else {}
        finally:
            line.close()


def main() -> None:
    """Report once a minute until told to stop; who is silent reports but once."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s %(message)s")
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    data = Path(os.environ.get("ANHUAN_DATA", "var"))
    tokens = json.loads((data / "demo" / "county.json").read_text(encoding="utf-8"))
    port = int(os.environ.get("ANHUAN_REPORT_PORT", "8080"))
    zone = ZoneInfo(os.environ.get("ANHUAN_TIME_ZONE", "Asia/Shanghai"))
    everyone = [Plant(one, tokens[one.code], port) for one in plants()]
    while not stop.is_set():
        for one in everyone:
            try:
                one.report(datetime.now(zone))
            except (OSError, ValueError, http.client.HTTPException) as error:
                log.warning("%s: %s", one.paper.name, error)
        everyone = [one for one in everyone if one.paper.manner != "silent"]
        stop.wait(EVERY_S)


if __name__ == "__main__":
    main()
