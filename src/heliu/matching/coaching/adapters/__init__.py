"""The way of the coach to the engine."""
