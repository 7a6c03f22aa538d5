"""Networks of full size with random weights."""
