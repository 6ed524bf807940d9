"""Tax reliefs that may apply to a deal, clause by clause, for the provider."""
