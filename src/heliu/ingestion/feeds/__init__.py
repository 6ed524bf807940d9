"""Sources that are visited by themselves, what they gave, and what people made of it."""
