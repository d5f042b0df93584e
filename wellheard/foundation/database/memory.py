"""How much memory PostgreSQL may count on: on a small machine little, on a large one enough for what is read all day."""

import os
from pathlib import Path

MB = 1024 * 1024
# PostgreSQL's own advice is up to a quarter of a machine of its own; this one is shared with the pages.
_PART, _LEAST, _MOST = 8, 128 * MB, 1024 * MB
# What a container may use, where it may not use all of the machine's (Linux: Control Group v2, then v1).
_LIMITS = (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"))


def memory_settings(total: int | None = None) -> dict[str, str]:
    """Return PostgreSQL's settings for a machine with so many bytes of memory; without a number, for this one."""
    memory = machine_memory() if total is None else total
    own = min(max(memory // _PART, _LEAST), _MOST)
    # No memory is taken for this one: it tells the planner what the system keeps of the files besides.
    return {"shared_buffers": f"{own // MB}MB", "effective_cache_size": f"{max(memory // 2, own) // MB}MB"}


def machine_memory() -> int:
    """Return how many bytes of memory this machine has, or this container may use."""
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return min([pages, *(limit for path in _LIMITS if (limit := _limit(path)))])


def _limit(path: Path) -> int | None:
    try:
        return int(path.read_text())
    except (OSError, ValueError):
        # No such file, or the word "max".
        return None
