"""The way to the engine; nothing else in matching imports it."""
