"""通报: the month of a unit and all below it."""
