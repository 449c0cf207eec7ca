"""Wire forms of reports, pure: a message becomes bytes, an answer becomes an outcome."""

from anhuan.exchange.forms.aq import aq_business, aq_sensing
from anhuan.exchange.forms.datas import datas
from anhuan.exchange.forms.frames import frames
from anhuan.exchange.forms.generic import generic
from anhuan.exchange.forms.message import Call, Encode, Message, Meta
from anhuan.exchange.forms.topics import topics

FORMS: dict[str, Encode] = {
    "aq_business": aq_business,
    "aq_sensing": aq_sensing,
    "datas": datas,
    "frames": frames,
    "mqtt": topics,
    "generic": generic,
}

__all__ = ["FORMS", "Call", "Message", "Meta"]
