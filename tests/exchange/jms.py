"""Debian's ActiveMQ for tests: a JMS broker that speaks STOMP, with nothing else in it."""

import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from anhuan.node.ports import free_port

JAR = Path("/usr/share/activemq/bin/activemq.jar")
IS_THERE = JAR.exists() and shutil.which("java") is not None
CONFIGURATION = """
<beans xmlns="http://www.springframework.org/schema/beans"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xsi:schemaLocation="http://www.springframework.org/schema/beans
  http://www.springframework.org/schema/beans/spring-beans.xsd
  http://activemq.apache.org/schema/core http://activemq.apache.org/schema/core/activemq-core.xsd">
<broker xmlns="http://activemq.apache.org/schema/core" brokerName="test" persistent="false"
  useJmx="false" dataDirectory="{folder}">
<transportConnectors><transportConnector name="stomp"
  uri="stomp://127.0.0.1:{port}?transport.maxDataLength=104857600"/></transportConnectors>
</broker></beans>
"""


class Broker:
    """One ActiveMQ; killed and started again at the same port."""

    def __init__(self, folder: Path) -> None:
        self.port, self._folder = free_port(), folder
        self._child: subprocess.Popen[bytes] | None = None
        text = CONFIGURATION.format(folder=folder, port=self.port)
        (folder / "activemq.xml").write_text(text)

    def start(self) -> None:
        """Until it listens."""
        options = [f"-Dactivemq.home={JAR.parents[1]}", f"-Dactivemq.base={self._folder}",
                   "-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]  # fmt: skip
        with (self._folder / "log").open("ab") as log:
            self._child = subprocess.Popen(
                ["java", *options, "-jar", str(JAR), "start",
                 f"xbean:file:{self._folder / 'activemq.xml'}"],
                stdout=log, stderr=log,
            )  # fmt: skip
        for _ in range(600):
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                return
            assert self._child.poll() is None, (self._folder / "log").read_text()[-3000:]
            time.sleep(0.05)
        raise AssertionError((self._folder / "log").read_text()[-3000:])

    def kill(self) -> None:
        """As by a power cut."""
        if self._child:
            self._child.send_signal(signal.SIGKILL)
            self._child.wait()


@contextmanager
def activemq(folder: Path) -> Iterator[Broker]:
    """Running."""
    broker = Broker(folder)
    broker.start()
    try:
        yield broker
    finally:
        broker.kill()
