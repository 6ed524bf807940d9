"""The benefit split of a deal: what of its income the people behind the result get. The provider's side alone knows."""
