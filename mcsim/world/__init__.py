"""Descriptions and tables become arrays of plain numbers, once per run."""
