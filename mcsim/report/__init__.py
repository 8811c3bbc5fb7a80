"""Words, tables and pages about runs: cards in notebooks, and the report of a result."""
