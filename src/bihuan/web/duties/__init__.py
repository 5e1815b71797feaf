"""责任账: the account of one unit."""
