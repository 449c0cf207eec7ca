"""Pipes as documents: versioned YAML, every fault named at once.

    version: 3
    pipe: hazards
    source: {kind: postgres, url: "env:PLANT_DB", capture: log, tables: [{name: public.hazard}]}
    transforms:
      - rename: {id: ID, found_at: FOUND_TIME}
      - codes: {field: LEVEL, map: {ordinary: "0", major: "1"}}
    routes:
      - {to: province, transport: {kind: https, url: "https://…/exchange", token: "env:TOKEN"}}

A receiver's document says which routes it takes and where they end:

    version: 1
    receive: hazards@province
    sink:
      kind: postgres
      url: "env:PROVINCE_DB"
      tables: [public.hazard]   # the only ones the sender may touch, in the order of references
      deletes: mark
      mark: {DELETED: "1"}

Secrets never stand in a document: `env:NAME` and `file:PATH` name them.
"""

from anhuan.exchange.core.definition.bounds import overreach
from anhuan.exchange.core.definition.faults import Fault, Faulty
from anhuan.exchange.core.definition.parts import Endpoint, Pipe, Receive, Route, Table
from anhuan.exchange.core.definition.reading import read, read_all

__all__ = [
    "Endpoint",
    "Fault",
    "Faulty",
    "Pipe",
    "Receive",
    "Route",
    "Table",
    "overreach",
    "read",
    "read_all",
]
