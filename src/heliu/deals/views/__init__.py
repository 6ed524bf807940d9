"""Pages of deals: list, board and funnel; one deal, its fields and its steps."""
