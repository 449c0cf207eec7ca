"""Settings of the embedded PostgreSQL, written afresh at every start."""

from pathlib import Path

# For a machine of 8-24 GB that it shares with the engine and the web.
SETTINGS = {
    "shared_buffers": "512MB",
    "effective_cache_size": "4GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "256MB",
    "max_connections": "200",
    # At most this much log is replayed after kill -9: it must be back within 10 s.
    "max_wal_size": "1GB",
    "min_wal_size": "128MB",
    "checkpoint_timeout": "5min",
    "wal_compression": "pglz",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "password_encryption": "scram-sha-256",
    "shared_preload_libraries": "pg_stat_statements",
    "idle_in_transaction_session_timeout": "5min",
    # Seven files, one a weekday, each overwritten a week later: the log is bounded.
    "logging_collector": "on",
    "log_filename": "postgresql-%a.log",
    "log_truncate_on_rotation": "on",
    "log_rotation_age": "1d",
    "log_rotation_size": "0",
    "log_min_duration_statement": "2s",
    "log_line_prefix": "%m [%p] %u@%d ",
}

FOR_TESTS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "128MB",
    "min_wal_size": "32MB",
}

LOCAL_ACCESS = "local all all scram-sha-256\n"
TCP_ACCESS = "host all all 127.0.0.1/32 scram-sha-256\n"


def configuration(sockets: Path, port: int, *, tcp: bool, durable: bool) -> str:
    """The text of postgresql.conf. Without `tcp` only the unix socket is opened."""
    settings = SETTINGS | ({} if durable else FOR_TESTS)
    settings |= {
        "unix_socket_directories": str(sockets),
        "unix_socket_permissions": "0700",
        "listen_addresses": "127.0.0.1" if tcp else "",
        "port": str(port),
    }
    return "".join(f"{name} = {_quoted(value)}\n" for name, value in settings.items())


def access(*, tcp: bool) -> str:
    """The text of pg_hba.conf: a password on every way in."""
    return LOCAL_ACCESS + (TCP_ACCESS if tcp else "")


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
