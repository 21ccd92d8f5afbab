"""Who may do what with people and organizations."""
