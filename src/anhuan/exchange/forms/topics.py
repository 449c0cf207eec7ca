"""MQTT: one message a batch on a topic of the receiver's; taken when the broker has it (QoS 1),
or when an answer comes on the reply topic, where there is one."""

from typing import Any

from anhuan.exchange.forms.message import Call, Message, Secret, Settings
from anhuan.exchange.forms.plain import as_json

TOPIC = "report/{company}/{table}"


def topics(message: Message, settings: Settings, secret: Secret) -> Call:
    """{"id", "table", "company", "park", "time", "rows"}; with `token_in_body` the
    token too: a broker tells its readers nothing of who published."""
    topic = str(settings.get("topic", TOPIC))
    body: dict[str, Any] = {
        "id": message.id, "table": message.table, "company": message.company_code,
        "park": message.park_code, "time": message.made_at, "rows": list(message.rows),
    }  # fmt: skip
    if settings.get("token_in_body") and (token := secret.get("token")):
        body["token"] = token
    return Call(as_json(body), filled_in(topic, message))


def filled_in(topic: str, message: Message) -> str:
    """The places of a topic: {company} {park} {table} {name}."""
    places = {
        "{company}": message.company_code, "{park}": message.park_code, "{table}": message.table,
        "{name}": message.name,
    }  # fmt: skip
    for place, word in places.items():
        topic = topic.replace(place, word)
    return topic
