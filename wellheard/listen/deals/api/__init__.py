"""Deals and competitors for programs."""

from wellheard.listen.deals.api import changes, competitors, reading

# Before reading, whose address of one deal would take `batch` for its number.
routers = (changes.router, reading.router, competitors.router)
