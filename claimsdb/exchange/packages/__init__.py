"""All that is public as tables: a data package of CSV files, and a file of SQLite, of the same rows."""

from claimsdb.exchange.packages.data_package import data_package
from claimsdb.exchange.packages.sqlite_file import datasette_metadata, write_sqlite

__all__ = ["data_package", "datasette_metadata", "write_sqlite"]
