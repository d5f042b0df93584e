"""Volumes by day, kept as rows, and what left its usual."""

from wellheard.understand.trends.models.spikes import Spike, SpikeQuerySet, Watch
from wellheard.understand.trends.models.volumes import CompanyVolume, DayTotal, DayVolume, HourVolume, StaleDay

__all__ = ["CompanyVolume", "DayTotal", "DayVolume", "HourVolume", "Spike", "SpikeQuerySet", "StaleDay", "Watch"]
