"""What browsers see live: `/live/{topic}` over server-sent events.

- positions: snapshot `{"frame": position frame, "counts": head counts}`, changes
  `{"frame": …}` (id `{epoch}:{n}`) or `{"counts": …}`;
- alarms: snapshot `{"alarms": [card …]}`, changes `{"type": "alarm.raised", "alarm": card}`
  (ids are outbox numbers);
- system: snapshot and changes with any of `health`, `notices` (unread), `notice`, `roster`, `map`.
"""
