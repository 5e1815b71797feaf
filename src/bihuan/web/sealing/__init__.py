"""封账: the periods that are sealed, and the one that is to be sealed next."""
