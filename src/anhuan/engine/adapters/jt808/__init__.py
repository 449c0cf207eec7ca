"""Vehicle terminals over TCP (JT/T 808): the process `python -m anhuan.engine.adapters.jt808`.

`dialogue.py` is what is said to one terminal, `connection.py` its socket and its limits,
`server.py` all of them together. What terminals report goes to the engine by the one way in,
the stream INGEST; only once it lies there is the terminal told so.
"""
