"""What every HTTP form says beside its body."""

from anhuan.exchange.forms.message import Message, Secret, Settings

JSON = "application/json; charset=utf-8"


def headers(message: Message, settings: Settings, secret: Secret) -> dict[str, str]:
    """The message's id, twice under the names in use; its number, so that a receiver of ours knows
    of gaps; the token under the receiver's name."""
    found = {
        "Content-Type": JSON, "Idempotency-Key": message.id, "X-Request-Id": message.id,
    }  # fmt: skip
    if message.number:
        found |= {
            "X-Report-Epoch": message.epoch, "X-Report-Number": str(message.number),
            "X-Report-Time": str(message.packed_ms),
        }  # fmt: skip
    if token := secret.get("token"):
        name = str(settings.get("token_header", "Authorization"))
        found[name] = f"{settings.get('token_prefix', 'Bearer ')}{token}"
    return found
