"""Statements of a dialect, as texts. `%s` stands for values everywhere; `session` respells it."""

from anhuan.exchange.adapters.sql.dialects import Dialect
from anhuan.exchange.core.chunks import Key, Range
from anhuan.exchange.core.drift import Described

TEXTS = (
    "char", "varchar", "nchar", "nvarchar", "text", "varchar2", "nvarchar2", "character",
    "character varying",
)  # fmt: skip
Where = tuple[str, list[tuple[str, str]]]  # the condition; its values: column and text


def quoted(dialect: Dialect, name: str) -> str:
    """A name as an identifier."""
    begin, end = dialect.quotes
    return f"{begin}{name.replace(end, end + end)}{end}"


def parts(name: str) -> tuple[str | None, str]:
    """Schema and table of a name. `public` is PostgreSQL's word for none."""
    schema, _, plain = name.rpartition(".")
    return (None if schema in ("", "public") else schema), plain


def table(dialect: Dialect, name: str) -> str:
    """A table's name, quoted."""
    return ".".join(quoted(dialect, part) for part in parts(name) if part)


def listed(dialect: Dialect, names: list[str] | tuple[str, ...], prefix: str = "") -> str:
    """Columns with commas between them."""
    return ", ".join(prefix + quoted(dialect, name) for name in names)


def upsert(dialect: Dialect, found: Described, columns: tuple[str, ...]) -> str:
    """The statement that writes one row, there or not; its values in the columns' order."""
    forms = {"conflict": _on_conflict, "duplicate": _on_duplicate, "merge": _merge}
    return forms[dialect.upsert](dialect, found, columns)


def insert(dialect: Dialect, name: str, columns: tuple[str, ...]) -> str:
    """A new row."""
    marks = ", ".join(["%s"] * len(columns))
    return f"insert into {table(dialect, name)} ({listed(dialect, columns)}) values ({marks})"


def update(dialect: Dialect, found: Described, columns: tuple[str, ...]) -> str:
    """A row that is there: values of the other columns, then of the key."""
    others = [name for name in columns if name not in found.key] or list(found.key)
    sets = ", ".join(f"{quoted(dialect, one)} = %s" for one in others)
    return f"update {table(dialect, found.name)} set {sets} where {_equal(dialect, found.key)}"


def _equal(dialect: Dialect, names: tuple[str, ...]) -> str:
    return " and ".join(f"{quoted(dialect, one)} = %s" for one in names)


def _others(found: Described, columns: tuple[str, ...]) -> list[str]:
    return [name for name in columns if name not in found.key]


def _on_conflict(dialect: Dialect, found: Described, columns: tuple[str, ...]) -> str:
    sets = ", ".join(
        "{0} = excluded.{0}".format(quoted(dialect, one)) for one in _others(found, columns)
    )
    then = f"update set {sets}" if sets else "nothing"
    return (
        f"{insert(dialect, found.name, columns)} "
        f"on conflict ({listed(dialect, found.key)}) do {then}"
    )


def _on_duplicate(dialect: Dialect, found: Described, columns: tuple[str, ...]) -> str:
    some = _others(found, columns) or found.key
    sets = ", ".join("{0} = values({0})".format(quoted(dialect, one)) for one in some)
    return f"{insert(dialect, found.name, columns)} on duplicate key update {sets}"


def _merge(dialect: Dialect, found: Described, columns: tuple[str, ...]) -> str:
    values = ", ".join(f"%s as {quoted(dialect, one)}" for one in columns)
    on = " and ".join("t.{0} = s.{0}".format(quoted(dialect, one)) for one in found.key)
    sets = ", ".join("t.{0} = s.{0}".format(quoted(dialect, o)) for o in _others(found, columns))
    changed = f"when matched then update set {sets} " if sets else ""
    return (
        f"merge into {table(dialect, found.name)} t using (select {values}{dialect.dual}) s "
        f"on ({on}) {changed}when not matched then insert ({listed(dialect, columns)}) "
        f"values ({listed(dialect, columns, 's.')}){dialect.end}"
    )


def among(dialect: Dialect, columns: tuple[str, ...], keys: list[Key]) -> Where:
    """Rows by the values of some columns."""
    values = [pair for key in keys for pair in zip(columns, key, strict=True)]
    if len(columns) == 1:
        return f"{quoted(dialect, columns[0])} in ({', '.join(['%s'] * len(keys))})", values
    return " or ".join([f"({_equal(dialect, columns)})"] * len(keys)), values


def ordered(dialect: Dialect, found: Described, *, bytewise: bool) -> list[str]:
    """The key's columns to order by; texts by their bytes: two databases may have two alphabets."""
    return [
        dialect.bytewise.format(quoted(dialect, one))
        if bytewise and found.types[one].lower().split("(")[0] in TEXTS
        else quoted(dialect, one)
        for one in found.key
    ]


def beyond(dialect: Dialect, found: Described, sign: str, key: Key, *, bytewise: bool) -> Where:
    """Keys above another (">"), or up to it ("<="), column by column: not all know row values."""
    terms = ordered(dialect, found, bytewise=bytewise)
    pairs = list(zip(found.key, key, strict=True))
    options, values = [], []
    for number, term in enumerate(terms):
        last = number == len(terms) - 1
        before = [f"{one} = %s" for one in terms[:number]]
        options.append(" and ".join([*before, f"{term} {sign if last else sign[0]} %s"]))
        values += pairs[: number + 1]
    return "(" + " or ".join(options) + ")", values


def within(dialect: Dialect, found: Described, span: Range) -> Where:
    """The condition of a range."""
    conditions, values = ["1 = 1"], []
    for sign, key in ((">", span.after), ("<=", span.until)):
        if key is not None:
            condition, some = beyond(dialect, found, sign, key, bytewise=True)
            conditions.append(condition)
            values += some
    return " and ".join(conditions), values
