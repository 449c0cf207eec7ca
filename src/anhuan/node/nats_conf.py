"""Settings of the embedded NATS server, written afresh at every start."""

import json
from dataclasses import dataclass
from pathlib import Path

from anhuan.node.tls import Tls

# What a gateway may do. MQTT itself needs `$MQTT.sub.>` for subscriptions with QoS 1.
DEVICE_MAY_PUBLISH = ["anhuan.v1.>"]
DEVICE_MAY_NOT_PUBLISH = ["anhuan.v1.down.>", "anhuan.v1.out.>"]
DEVICE_MAY_SUBSCRIBE = ["anhuan.v1.down.>", "$MQTT.sub.>"]
# What another system may do: hear alarms, positions and counts, and say nothing at all.
# MQTT's `out/#` means `out` itself, too.
READER_MAY_SUBSCRIBE = ["anhuan.v1.out", "anhuan.v1.out.>", "$MQTT.sub.>"]

MIB = 1024**2
LONGEST_MESSAGE = MIB
DISK_FOR_STREAMS = 6 * 1024 * MIB


@dataclass(frozen=True, slots=True)
class NatsPlan:
    """What one server is told: where to keep streams, where to listen, who may come in."""

    folder: Path
    port: int
    monitor_port: int
    mqtt_host: str
    mqtt_port: int
    process_password: str
    device_password: str
    reader_password: str
    is_durable: bool = True
    mqtt_tls: Tls | None = None


def configuration(plan: NatsPlan) -> str:
    """The text of nats.conf: JSON, which the server reads as well as its own dialect."""
    return json.dumps(_tree(plan), indent=1) + "\n"


def _tree(plan: NatsPlan) -> dict[str, object]:
    return {
        "server_name": "anhuan",
        "listen": f"127.0.0.1:{plan.port}",
        "http": f"127.0.0.1:{plan.monitor_port}",
        "max_payload": LONGEST_MESSAGE,
        # One gateway that floods or does not read must not starve the others.
        "max_connections": 2000,
        "max_subscriptions": 1000,
        "max_pending": 16 * MIB,
        "write_deadline": "5s",
        "ping_interval": "20s",
        "log_file": str(plan.folder / "nats.log"),
        "logfile_size_limit": 10 * MIB,
        "logfile_max_num": 5,
        "jetstream": _jetstream(plan),
        "mqtt": {
            "listen": f"{plan.mqtt_host}:{plan.mqtt_port}",
            "max_ack_pending": 1000,
            "ack_wait": "30s",
            **_tls(plan),
        },
        "authorization": {"timeout": 5, "users": _users(plan)},
    }


def _tls(plan: NatsPlan) -> dict[str, object]:
    tls = plan.mqtt_tls
    if tls is None:
        return {}
    files = {"cert_file": str(tls.certificate), "key_file": str(tls.key)}
    return {"tls": {**files, "timeout": 5}}


def _jetstream(plan: NatsPlan) -> dict[str, object]:
    return {
        "store_dir": str(plan.folder / "jetstream"),
        "max_memory_store": 64 * MIB,
        "max_file_store": DISK_FOR_STREAMS,
        "sync_interval": "always" if plan.is_durable else "2m",
    }


def _users(plan: NatsPlan) -> list[dict[str, object]]:
    device_rights = {
        "publish": {"allow": DEVICE_MAY_PUBLISH, "deny": DEVICE_MAY_NOT_PUBLISH},
        "subscribe": {"allow": DEVICE_MAY_SUBSCRIBE},
    }
    reader_rights = {
        "publish": {"deny": [">"]},
        "subscribe": {"allow": READER_MAY_SUBSCRIBE},
    }
    return [
        {
            "user": "anhuan",
            "password": plan.process_password,
            "allowed_connection_types": ["STANDARD"],
        },
        {
            "user": "device",
            "password": plan.device_password,
            "allowed_connection_types": ["MQTT"],
            "permissions": device_rights,
        },
        {
            "user": "reader",
            "password": plan.reader_password,
            "allowed_connection_types": ["MQTT"],
            "permissions": reader_rights,
        },
    ]
