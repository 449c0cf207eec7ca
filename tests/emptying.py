"""After a test that commits, the tables it filled are emptied.

Django truncates every table and makes its content types anew: half a second each time with the
house's several hundred tables. Here only tables that have ever held a row are looked at, and their
rows deleted. Foreign keys and the triggers that forbid deleting are passed over: the keeper of the
servers grants that (tests/servers.py). A server of somebody's own may not; then Django's way is
taken.
"""

from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.test import TransactionTestCase

# What migrating itself fills, and Django would fill again after its own emptying.
KEPT = {"django_content_type", "auth_permission", "django_site"}
# A lock first: whoever still writes ends his transaction before, as with TRUNCATE.
EMPTY = """
DO $$ DECLARE filled regclass; BEGIN
    SET LOCAL session_replication_role = replica;
    FOR filled IN SELECT oid FROM pg_class
        WHERE relname = ANY ('{%s}') AND relnamespace = 'public'::regnamespace
        AND (relkind = 'p' OR pg_relation_size(oid) > 0)
    LOOP
        EXECUTE format('LOCK TABLE %%s IN SHARE ROW EXCLUSIVE MODE', filled);
        EXECUTE format('DELETE FROM %%s', filled);
    END LOOP;
END $$
"""
_djangos_way = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]


def empty() -> bool:
    """Delete the rows of every table; False when the server does not let us."""
    names = set(connection.introspection.django_table_names(include_views=False)) - KEPT
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(EMPTY % ",".join(sorted(names)))
    except ProgrammingError:  # not granted
        return False
    return True


def _teardown(case: TransactionTestCase) -> None:
    if not empty():
        _djangos_way(case)


def install() -> None:
    """Tests with `transaction=True` end like this from now on."""
    TransactionTestCase._fixture_teardown = _teardown  # type: ignore[attr-defined]
