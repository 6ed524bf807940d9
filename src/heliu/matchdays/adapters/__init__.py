"""The way to the engine: who could meet whom, who is to, and when."""
