"""The wrapper objects of the omlox WebSocket, in and out. Pure."""

from dataclasses import dataclass, field
from typing import Any

import orjson

from anhuan.domains.omlox.rules.bodies import TYPES
from anhuan.domains.omlox.rules.places import ALSO_DEGREES, LOCAL
from anhuan.domains.omlox.rules.writing import dumps

UNKNOWN_EVENT, UNKNOWN_TOPIC, NOT_SUBSCRIBED, NOT_UNSUBSCRIBED = 10000, 10001, 10002, 10003
NOT_AUTHORIZED, INVALID_DATA, NOT_AUTHENTICATED = 10004, 10005, 10006

LOCATIONS, PROXIMITIES = "location_updates", "proximity_updates"
MOTIONS, FENCES, COLLISIONS = "trackable_motions", "fence_events", "collision_events"
GEOJSON = ":geojson"
INBOUND = (LOCATIONS, PROXIMITIES)  # what clients may publish
PLACED = ("crs", "zone_id", "geojson")
# Parameters by topic; all but `PLACED` and `accuracy` compare for equality.
PARAMS: dict[str, tuple[str, ...]] = {
    LOCATIONS: ("provider_id", "provider_type", "trackable_id", "source", "accuracy", *PLACED),
    PROXIMITIES: ("provider_id", "provider_type", "source"),
    MOTIONS: ("id", "provider_id", "provider_type", "accuracy", *PLACED),
    FENCES: ("fence_id", "foreign_id", "provider_id", "trackable_id", "event_type", *PLACED),
    COLLISIONS: ("id", "object_id_1", "object_id_2", "collision_type", *PLACED),
}
_AMONG = {
    "provider_type": TYPES,
    "event_type": ("region_entry", "region_exit"),
    "collision_type": ("collision_start", "colliding", "collision_end"),
    "crs": (LOCAL, *sorted(ALSO_DEGREES)),
}
LONGEST_PARAM = 200


class Wrong(Exception):
    """An error message for the client."""

    def __init__(self, code: int, description: str) -> None:
        super().__init__(description)
        self.code = code
        self.description = description


@dataclass(frozen=True, slots=True)
class Incoming:
    """One message of a client: subscribe, unsubscribe or message."""

    event: str
    topic: str = ""  # without ":geojson"
    token: str = ""
    params: dict[str, Any] = field(default_factory=dict)  # checked, the token left out
    subscription_id: int = 0
    payload: Any = None


def read(text: str | bytes) -> Incoming:
    """The message, or `Wrong` with its code."""
    try:
        body = orjson.loads(text)
    except orjson.JSONDecodeError:
        raise Wrong(INVALID_DATA, "消息不是有效的 JSON") from None
    if not isinstance(body, dict):
        raise Wrong(INVALID_DATA, "消息应是 JSON 对象")
    params = body.get("params") or {}
    if not isinstance(params, dict):
        raise Wrong(INVALID_DATA, "params 应是 JSON 对象")
    given = {name: value for name, value in params.items() if value is not None}
    token = given.pop("token", "")
    token = token if isinstance(token, str) else ""
    match body.get("event"):
        case "subscribe":
            topic, is_geojson = _topic(body)
            return Incoming("subscribe", topic, token, _params(topic, is_geojson, given))
        case "unsubscribe":
            return Incoming("unsubscribe", "", token, {}, _id(body.get("subscription_id")))
        case "message":
            return _published(body, token)
        case _:
            raise Wrong(UNKNOWN_EVENT, "event 只能是 subscribe、unsubscribe 或 message")


def _topic(body: dict[str, Any]) -> tuple[str, bool]:
    name = body.get("topic")
    plain = name.removesuffix(GEOJSON) if isinstance(name, str) else ""
    is_geojson = plain != name
    if plain not in PARAMS or (is_geojson and "geojson" not in PARAMS[plain]):
        raise Wrong(UNKNOWN_TOPIC, f"没有主题 {str(name)[:60]}")
    return plain, is_geojson


def _published(body: dict[str, Any], token: str) -> Incoming:
    topic, is_geojson = _topic(body)
    if topic not in INBOUND or is_geojson:
        raise Wrong(UNKNOWN_TOPIC, f"只能向 {'、'.join(INBOUND)} 发布")
    return Incoming("message", topic, token, {}, 0, body.get("payload"))


def _id(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise Wrong(NOT_UNSUBSCRIBED, "subscription_id 应是订阅时得到的编号")
    return value


def _params(topic: str, is_geojson: bool, given: dict[str, Any]) -> dict[str, Any]:
    if unknown := given.keys() - set(PARAMS[topic]):
        names = "、".join(sorted(map(str, unknown)))[:100]
        raise Wrong(NOT_SUBSCRIBED, f"{topic} 没有参数 {names}；可用 {'、'.join(PARAMS[topic])}")
    found = {name: _param(name, value) for name, value in given.items()}
    return found | ({"geojson": True} if is_geojson else {})


def _param(name: str, value: Any) -> Any:
    if name == "geojson":
        if not isinstance(value, bool):
            raise Wrong(NOT_SUBSCRIBED, "geojson 应是 true 或 false")
        return value
    if name == "accuracy":
        if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
            raise Wrong(NOT_SUBSCRIBED, "accuracy 应是不小于 0 的米数")
        return float(value)
    if not isinstance(value, str) or len(value) > LONGEST_PARAM:
        raise Wrong(NOT_SUBSCRIBED, f"{name} 应是文字")
    if value not in _AMONG.get(name, (value,)):
        raise Wrong(NOT_SUBSCRIBED, f"{name} 只能是 {'、'.join(_AMONG[name])} 之一")
    return value


def error(wrong: Wrong) -> bytes:
    """{"event": "error", "code", "description"}."""
    body = {"event": "error", "code": wrong.code, "description": wrong.description}
    return dumps(body)


def subscribed(topic: str, id_: int, params: dict[str, Any]) -> bytes:
    """That a subscription holds, and with which parameters."""
    body = {"event": "subscribed", "topic": topic, "subscription_id": id_, "params": params}
    return dumps(body)


def unsubscribed(id_: int) -> bytes:
    """That it ended."""
    return dumps({"event": "unsubscribed", "subscription_id": id_})


def message(topic: str, id_: int, payload: list[Any]) -> bytes:
    """News of a subscription."""
    body = {"event": "message", "topic": topic, "subscription_id": id_, "payload": payload}
    return dumps(body)
