"""The fixtures of this test suite give servers that work."""

import psycopg


def test_postgres_answers_as_a_role_that_is_no_superuser(servers):
    with psycopg.connect(servers.database_url) as connection:
        row = connection.execute(
            "select current_user, rolsuper from pg_roles where rolname = 'anhuan'"
        )
        assert row.fetchone() == ("anhuan", False)


async def test_ingest_stream_is_there(servers):
    import nats

    client = await nats.connect(servers.nats_url)
    info = await client.jetstream().stream_info("INGEST")
    await client.close()
    assert info.config.max_bytes == 2 * 1024**3
