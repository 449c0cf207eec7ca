"""What other systems hear over MQTT, as user `reader`: `anhuan/v1/out/{alarms,positions,counts}`.

One process of the box says it: the one whose relay leads. See docs/how-to/integrate.md.
"""

from anhuan.web.outward.outward import Outward

__all__ = ["Outward"]
