"""What every HTTP form says beside its body."""

from anhuan.exchange.forms.message import Message, Secret, Settings

JSON = "application/json; charset=utf-8"


def headers(message: Message, settings: Settings, secret: Secret) -> dict[str, str]:
    """The message's id, twice under the names in use; the token under the receiver's name."""
    found = {
        "Content-Type": JSON, "Idempotency-Key": message.id, "X-Request-Id": message.id,
    }  # fmt: skip
    if token := secret.get("token"):
        name = str(settings.get("token_header", "Authorization"))
        found[name] = f"{settings.get('token_prefix', 'Bearer ')}{token}"
    return found
