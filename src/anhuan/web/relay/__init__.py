"""The relay: numbers committed events, publishes them, runs reactions, seals the audit chain.

Web and worker both stand ready; a PostgreSQL advisory lock decides who does it. When the leader
dies its connection drops and the other takes over within half a second.
"""

from anhuan.web.relay.leader import Relay

__all__ = ["Relay"]
