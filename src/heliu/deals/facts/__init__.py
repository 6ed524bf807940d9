"""What rules ask about a deal: what its record says, what follows from it, and what the provider stated besides."""
