"""Everything that writes people and organizations."""
