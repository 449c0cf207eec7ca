"""Pure computation of the engine: no clock, no sockets, no database, no Django.

Start reading at `pipeline.py`: its tuple of stages is the whole path from a range report to an
alarm decision. Importing this package compiles nothing; call `warmup.warmup()` before serving.
"""
