"""Public notices: a price by agreement, or cash rewards, announced inside the provider for as long as a rule says."""
