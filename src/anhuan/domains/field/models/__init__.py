"""Phones, what was done with them, and the files they sent."""

from anhuan.domains.field.models.devices import Device
from anhuan.domains.field.models.files import FieldFile
from anhuan.domains.field.models.operations import Operation

__all__ = ["Device", "FieldFile", "Operation"]
