"""Comparisons: up to five records side by side, and what each of them says to the parameters of one need."""
