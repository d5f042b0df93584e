"""Where a lake is, and how it is reached."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Bucket:
    """How a lake on S3 is reached. An endpoint of one's own is asked by path, as servers other than Amazon's want it."""

    key_id: str = ""
    secret: str = ""
    region: str = ""
    endpoint: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A lake: `dsn` is libpq's address of the database with its catalog, `files` a folder or s3://bucket/prefix.

    `links` is a folder of our own in which DuckDB finds its extensions under the names it wants.
    """

    dsn: str
    files: str
    links: Path
    schema: str = "usage_lake"
    bucket: Bucket = Bucket()
    memory: str = "512MB"
    threads: int = 2

    @property
    def is_remote(self) -> bool:
        return self.files.startswith("s3://")
