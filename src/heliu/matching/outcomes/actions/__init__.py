"""Writes of the log. Named by their modules: what is shown needs the engine, what becomes of it does not."""
