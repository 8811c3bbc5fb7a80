"""What all descriptions are made of: base class, quantities with units, choices, YAML with line numbers."""
