"""Events in columns: DuckLake, its catalog in our PostgreSQL in a schema of its own, its data in Parquet files.

Knows nothing of Django, so that a process of its own can read it. DuckDB is loaded when a lake is opened and not before.
"""
