"""Pages of plans: writing them, the steps of their parts, all payments together."""
