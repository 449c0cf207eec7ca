"""The form of long TCP connections: UTF-8 JSON, each frame ended by @@; answered by its dataId."""

from base64 import b64encode

from anhuan.exchange.forms.ciphers import sealed
from anhuan.exchange.forms.message import Call, Message, Secret, Settings
from anhuan.exchange.forms.plain import as_json

END = b"@@"
LONGEST = 8 * 1024 * 1024  # a frame without an end is nonsense, however it began


def frames(message: Message, settings: Settings, secret: Secret) -> Call:
    """appId, serviceId, dataId (32 digits without dashes), districtCode, data."""
    text = sealed(str(settings.get("cipher", "AES-CBC")), as_json(list(message.rows)), secret)
    frame = {
        "appId": secret.get("app_id") or settings.get("app_id", message.company_code),
        "serviceId": message.name,
        "dataId": data_id(message),
        "districtCode": settings.get("district_code", ""),
        "data": b64encode(text).decode(),
    }
    return Call(as_json(frame) + END)


def data_id(message: Message) -> str:
    """The message's id as they write it."""
    return message.id.replace("-", "")


def split(buffer: bytes) -> tuple[list[bytes], bytes]:
    """Whole frames, and what has no end yet. ValueError: longer than any frame may be."""
    *whole, rest = buffer.split(END)
    if len(rest) > LONGEST:
        raise ValueError(f"a frame of more than {LONGEST} bytes")
    return whole, rest
