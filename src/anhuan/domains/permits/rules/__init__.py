"""What is decided about permits to work, without Django.

`kinds` and `facts` are the vocabulary; `grades`, `upgrade`, `validity`, `gas`, `timers`,
`people`, `conflicts`, `measures`, `weather`, `related` each answer one question of
GB 30871-2022; `forms` is the form as data; `codes` what AQ 3064.2-2025 calls it all.
"""
