"""Pages of papers: making and reading them, the registration package, the templates."""
