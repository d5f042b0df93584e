"""What we aim at, what others report, and numbers kept so that pages need not count a million rows."""

from wellheard.learn.models.benchmarks import Benchmark
from wellheard.learn.models.snapshots import Snapshot
from wellheard.learn.models.targets import Target

__all__ = ["Benchmark", "Snapshot", "Target"]
