"""Validation: cases that run mcsim against other codes, theory and experiment, and the report on them."""

from mcsim.validation.outcome import CaseReport, Row
from mcsim.validation.report import terminal_table
from mcsim.validation.suite import case_names, run_cases

__all__ = ["CaseReport", "Row", "case_names", "run_cases", "terminal_table"]
