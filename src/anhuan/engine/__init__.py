"""The real-time process: positions, process points, alarm rules.

`core` takes arrays and dataclasses and gives arrays and dataclasses; only `adapters` talk to NATS
and PostgreSQL. So a recorded day replays as a unit test.
"""
