"""Pages of agreements: lists and steps, proposing, papers, the template."""
