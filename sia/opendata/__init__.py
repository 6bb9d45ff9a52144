"""Published data unpacked into a project: a first assessment for any district of England and Wales."""

from __future__ import annotations

from sia.opendata.start import InitReport, init_street

__all__ = ["InitReport", "init_street"]
