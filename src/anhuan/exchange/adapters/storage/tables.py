"""The exchange's own tables, in a schema of their own: no Django, the same on every node.

A node that only sends needs no plant around it, so these are not migrations of ours. Every change
is one more entry of `STEPS`; each runs once, in order, under a lock.
"""

import psycopg

LOCK = 0x616E_6875_616E  # "anhuan"
STEPS = (
    """
    create table exchange.outbox (
        day date not null, route text not null, seq bigint not null, packed bytea not null,
        primary key (route, seq, day)
    ) partition by range (day);
    create table exchange.route (
        route text primary key, epoch bigint not null default 0,
        last bigint not null default 0, acked bigint not null default 0,
        sent_at timestamptz, acked_at timestamptz
    );
    create table exchange.position (pipe text primary key, position text not null,
        at timestamptz not null default now());
    create table exchange.receipt (
        route text not null, first bigint not null, last bigint not null, manifest text not null,
        signature text not null, public text not null, at timestamptz not null default now(),
        primary key (route, first, last)
    );
    create table exchange.seat (
        route text primary key, epoch bigint not null, sender text not null,
        contiguous bigint not null default 0, islands jsonb not null default '[]',
        at timestamptz not null default now()
    );
    create table exchange.held (
        id bigint generated always as identity primary key, route text not null, seq bigint,
        why text not null, code text not null default '', reason text not null default '',
        table_name text not null, key text not null, packed bytea not null,
        state text not null default 'waiting', at timestamptz not null default now(),
        ended_at timestamptz
    );
    create index on exchange.held (route, why, table_name, seq) where state = 'waiting';
    create index on exchange.held (route, table_name, key) where state = 'waiting';
    create table exchange.known_schema (
        route text, table_name text, schema text not null, columns jsonb not null,
        at timestamptz not null default now(), primary key (route, table_name)
    );
    create table exchange.paused_table (
        route text, table_name text, schema text not null, columns jsonb not null,
        reason text not null, at timestamptz not null default now(),
        primary key (route, table_name)
    );
    """,
    """
    create table exchange.cut (job text primary key, keys jsonb not null);
    create table exchange.copied (
        job text, number bigint, rows bigint not null, at timestamptz not null default now(),
        primary key (job, number)
    );
    """,
)


def prepare(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    """Bring the tables up to date; harmless to repeat, also by two processes at once."""
    with connection.transaction():
        connection.execute("select pg_advisory_xact_lock(%s)", (LOCK,))
        connection.execute("create schema if not exists exchange")
        connection.execute("create table if not exists exchange.step (done int primary key)")
        found = connection.execute("select count(*) from exchange.step").fetchone()
        for number in range(int(str(found[0])) if found else 0, len(STEPS)):
            connection.execute(STEPS[number])
            connection.execute("insert into exchange.step values (%s)", (number,))
