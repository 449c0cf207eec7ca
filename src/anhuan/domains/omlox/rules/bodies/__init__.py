"""omlox objects that clients send, read strictly into what we keep of them."""

from anhuan.domains.omlox.rules.bodies.fences import read_fence
from anhuan.domains.omlox.rules.bodies.holders import read_provider, read_trackable
from anhuan.domains.omlox.rules.bodies.parts import READERS, TYPES
from anhuan.domains.omlox.rules.bodies.reports import (
    Reported,
    read_location,
    read_many,
    read_proximity,
)
from anhuan.domains.omlox.rules.bodies.zones import read_zone

__all__ = [
    "READERS",
    "TYPES",
    "Reported",
    "read_fence",
    "read_location",
    "read_many",
    "read_provider",
    "read_proximity",
    "read_trackable",
    "read_zone",
]
