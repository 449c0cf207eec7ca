"""A plant's engine cut into parts that several processes share (ADR 9).

Solvers run the filters of the tags whose number hashes to them; one judge takes their fixes and
does all the rest. `worker.py` is where to begin.
"""
