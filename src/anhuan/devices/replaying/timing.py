"""When a recording is said to have happened.

Timestamps keep their true spacing whatever the speed. The engine refuses the future and takes the
past up to ten minutes, so a recording that is sent faster than it was made must lie in the past.
"""

BUCKET_MS = 600_000  # tracks are sealed in such pieces
SEAL_AFTER_MS = 60_000  # after the end of a piece
OLDEST_MS = 570_000  # half a minute less than the engine takes
SPARE_MS = 1_500  # for the time from here to the server


def begin_ms(now_ms: int, length_ms: int, speed: float) -> int:
    """The plant time of the first report, sending starting now.

    At real speed it is now. Faster: inside the last whole ten minutes where it fits, because they
    are sealed already or about to be, so that the stored track can be read back at once;
    otherwise it ends when the sending ends.
    """
    sending_ms = round(length_ms / speed)
    if sending_ms >= length_ms:
        return now_ms
    sealed_end = now_ms // BUCKET_MS * BUCKET_MS - SPARE_MS
    if sealed_end - length_ms >= now_ms - OLDEST_MS:
        return sealed_end - length_ms
    return now_ms + sending_ms - length_ms - SPARE_MS


def sealed_at_ms(last_ms: int) -> int:
    """When the piece that holds a moment is sealed at the earliest."""
    return (last_ms // BUCKET_MS + 1) * BUCKET_MS + SEAL_AFTER_MS
