"""The way to the engine; nothing else of this question imports it."""
