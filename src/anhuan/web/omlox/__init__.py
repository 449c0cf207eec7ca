"""The live half of the omlox Hub: the WebSocket `/omlox/v2/ws/socket`, fed by the hub's frames.

socket (one connection) → session (who, which subscriptions) ← feed (frames, fence and collision
events, once a company) ← live.hub. REST is in `domains.omlox`.
"""
