"""What a table looks like, from the database's catalog."""

from anhuan.exchange.adapters.contract import SourceTrouble
from anhuan.exchange.adapters.storage.link import Connection
from anhuan.exchange.core.drift import Column, Described

COLUMNS = """
    select a.attname, format_type(a.atttypid, a.atttypmod),
           coalesce(a.attnum = any(i.indkey::int2[]), false),
           a.attgenerated <> ''
    from pg_attribute a
    left join pg_index i on i.indrelid = a.attrelid and i.indisprimary
    where a.attrelid = to_regclass(%s) and a.attnum > 0 and not a.attisdropped
    order by a.attnum
"""
KEY = """
    select a.attname from pg_index i, unnest(i.indkey::int2[]) with ordinality k(num, place)
    join pg_attribute a on a.attnum = k.num
    where i.indrelid = to_regclass(%s) and i.indisprimary and a.attrelid = i.indrelid
    order by k.place
"""


def describe(connection: Connection, name: str, key: tuple[str, ...] = ()) -> Described:
    """The table of that name. Raises `SourceTrouble` when it is not there or has no key."""
    full = name if "." in name else f"public.{name}"
    rows = connection.execute(COLUMNS, (_quoted(full),)).fetchall()
    if not rows:
        raise SourceTrouble(f"没有表 {name}，或账号无权查看，请核对表名与授权")
    found = key or tuple(row[0] for row in connection.execute(KEY, (_quoted(full),)))
    if not found:
        raise SourceTrouble(f"表 {name} 没有主键，请在定义中用 key 指明唯一列")
    columns = [Column(row[0], row[1], row[0] in found) for row in rows if not row[3]]
    if lacking := set(found) - {column.name for column in columns}:
        raise SourceTrouble(f"表 {name} 没有列 {'、'.join(sorted(lacking))}，请核对 key")
    return Described(full, columns, found)


def _quoted(name: str) -> str:
    return ".".join('"' + part.replace('"', '""') + '"' for part in name.split(".", 1))


def type_names(connection: Connection, pairs: set[tuple[int, int]]) -> dict[tuple[int, int], str]:
    """Names of types by oid and modifier, as `format_type` says them."""
    if not pairs:
        return {}
    oids, modifiers = zip(*sorted(pairs), strict=True)
    rows = connection.execute(
        "select o, m, format_type(o::oid, m) from unnest(%s::bigint[], %s::int[]) t(o, m)",
        (list(oids), list(modifiers)),
    )
    return {(int(row[0]), int(row[1])): str(row[2]) for row in rows}
