"""The provincial form: POST {base}/{table's path} with {"datas": "<cipher text in Base64>"}."""

from base64 import b64encode

from anhuan.exchange.forms.ciphers import sealed
from anhuan.exchange.forms.headers import headers
from anhuan.exchange.forms.message import Call, Message, Secret, Settings
from anhuan.exchange.forms.plain import as_json


def datas(message: Message, settings: Settings, secret: Secret) -> Call:
    """The rows as a JSON array, sealed with the cipher of the options (AES-CBC unless told)."""
    text = sealed(str(settings.get("cipher", "AES-CBC")), as_json(list(message.rows)), secret)
    body = {str(settings.get("field", "datas")): b64encode(text).decode()}
    return Call(as_json(body), message.name, headers(message, settings, secret))
