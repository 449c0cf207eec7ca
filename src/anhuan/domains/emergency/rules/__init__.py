"""Evacuation as pure decisions: `life` of one, a `person`'s course, `roll`, `delivery`, `blockers`.

AQ 3064.3-2025 5.5.1 (people concerned are told to leave, linkage with emergency response);
province annex 4 4.6 and 7.5 (range, people affected, orders).
"""
