"""Physics of one particle: samplers, closed forms and the tables they read; all jitted."""
