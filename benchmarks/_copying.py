"""Many rows out of a few real ones, by SQL.

Models go their way through the product's own actions; their rows are copied, each copy with its own
moment and whatever else tells it from its model, and keys in the order of time.

Not as in a real record: a copy's digests are its model's (its chain does not verify), and audit and
outbox rows of copies are not there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, models

Table = type[models.Model]
# The key of a copy begins with its moment, as the keys of real rows do.
_COPY_ID = """
CREATE OR REPLACE FUNCTION pg_temp.copy_id(id uuid, k bigint, moment timestamptz) RETURNS uuid
LANGUAGE sql IMMUTABLE AS $$
  SELECT (lpad(to_hex((extract(epoch FROM moment) * 1000)::bigint), 12, '0')
    || '7' || substr(md5(id::text || k), 1, 3) || '8' || substr(md5(id::text || k), 4, 15))::uuid
$$"""
# `made`: when the models were made; they become rows of `now`, each copy a `step` earlier.
_COPIES = """
CREATE TEMP TABLE copies AS
SELECT k, (%(models)s::uuid[])[1 + k %% %(kinds)s] AS model, %(now)s - k * %(step)s AS moment,
  %(made)s - %(now)s + k * %(step)s AS shift, {own}
FROM generate_series(%(first)s, %(last)s) AS k"""


@dataclass(frozen=True, slots=True)
class Copier:
    """Rows of `root` and of the `tables` that hang on it (`root` first).

    `known`: SQL of what each copy `k` has, from the values given; `own`: column of root → SQL,
    `others`: the same for further tables. `owners`: where a table finds its root, if not by a
    column of its own: expression and join.
    """

    root: Table
    tables: tuple[Table, ...]
    known: str
    own: Mapping[str, str]
    owners: Mapping[Table, tuple[str, str]] = field(default_factory=dict)
    others: Mapping[Table, Mapping[str, str]] = field(default_factory=dict)

    def copy(self, values: Mapping[str, Any], tables: Sequence[Table] = ()) -> dict[str, int]:
        """Copies numbered `first` to `last` of `models`; how many rows of each table."""
        made: dict[str, int] = {}
        with connection.cursor() as cursor:
            cursor.execute(_COPY_ID)
            cursor.execute("DROP TABLE IF EXISTS copies")
            kinds = {"kinds": len(values["models"])}
            cursor.execute(_COPIES.format(own=self.known), {**values, **kinds})
            for model in tables or self.tables:
                cursor.execute(self._insert(model))
                made[str(model._meta.model_name)] = cursor.rowcount
                cursor.execute(f"ANALYZE {model._meta.db_table}")
        return made

    def _insert(self, model: Table) -> str:
        fields = model._meta.concrete_fields
        columns = ", ".join(connection.ops.quote_name(str(one.column)) for one in fields)
        values = ", ".join(self._value(model, one) for one in fields)
        table, name = model._meta.db_table, self.root._meta.model_name
        beside = ("m.id" if model is self.root else f"m.{name}_id", "")
        owner, join = self.owners.get(model, beside)
        return (
            f"INSERT INTO {table} ({columns}) SELECT {values} FROM {table} m {join} "
            f"JOIN copies c ON c.model = {owner}"
        )

    def _value(self, model: Table, one: Any) -> str:
        column = connection.ops.quote_name(one.column)
        own = self.own if model is self.root else self.others.get(model, {})
        if one.column in own:
            return own[one.column]
        if one.primary_key or one.related_model in self.tables:
            return f"pg_temp.copy_id(m.{column}, c.k, c.moment)"
        return f"m.{column} - c.shift" if isinstance(one, models.DateTimeField) else f"m.{column}"
