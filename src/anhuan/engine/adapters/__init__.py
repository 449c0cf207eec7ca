"""The engine's ways to the outside: NATS in and out, PostgreSQL, and what goes between.

`beat.py` is the path of one message on one screen; `engine.py` holds what it works on.
"""
