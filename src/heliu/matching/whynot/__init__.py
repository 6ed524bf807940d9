"""Why a record was not matched with a demand, and the smallest changes that would bring it among the first ten."""
