"""What pyarrow and duckdb read in a Parquet file: the other side of the writer's tests.

    parquet_oracle.py FILE

prints one JSON object: the schema as pyarrow names it, the row groups, the statistics of each column chunk, and
every row as text, once by each reader. A decimal is its exact text, a time its nanoseconds, a double hexadecimal, no
value is null. Statistics are as they are stored.
"""

import decimal
import json
import sys

import duckdb
import pyarrow
import pyarrow.parquet


def text(value):
    if value is None:
        return None
    if isinstance(value, decimal.Decimal):
        return format(value, "f")
    if isinstance(value, float):
        return value.hex()
    if isinstance(value, bytes):
        return value.decode()
    return str(value)


def by_pyarrow(path):
    table = pyarrow.parquet.read_table(path)
    columns = []
    for column in table.columns:
        if pyarrow.types.is_timestamp(column.type):
            column = column.cast(pyarrow.int64())
        elif pyarrow.types.is_dictionary(column.type):
            column = column.cast(pyarrow.string())
        columns.append([text(value) for value in column.to_pylist()])
    return [list(row) for row in zip(*columns)]


def by_duckdb(path):
    connection = duckdb.connect()
    described = connection.execute("DESCRIBE SELECT * FROM read_parquet(?)", [path]).fetchall()
    wanted = [
        f'epoch_ns("{name}")' if kind.startswith("TIMESTAMP") else f'"{name}"' for name, kind, *_ in described
    ]
    rows = connection.execute(f"SELECT {', '.join(wanted)} FROM read_parquet(?)", [path]).fetchall()
    return [[text(value) for value in row] for row in rows]


def statistics(file):
    found = []
    for group in range(file.metadata.num_row_groups):
        chunks = file.metadata.row_group(group)
        for index in range(chunks.num_columns):
            chunk = chunks.column(index)
            known = chunk.statistics
            found.append(
                {
                    "column": chunk.path_in_schema,
                    "compression": chunk.compression,
                    "nulls": known.null_count if known else -1,
                    "least": text(known.min_raw) if known and known.has_min_max else None,
                    "greatest": text(known.max_raw) if known and known.has_min_max else None,
                }
            )
    return found


def main():
    path = sys.argv[1]
    file = pyarrow.parquet.ParquetFile(path)
    answer = {
        "schema": [f"{field.name}: {field.type}" for field in file.schema_arrow],
        "groups": [file.metadata.row_group(group).num_rows for group in range(file.metadata.num_row_groups)],
        "statistics": statistics(file),
        "pyarrow": by_pyarrow(path),
        "duckdb": by_duckdb(path),
    }
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
