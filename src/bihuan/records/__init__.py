"""Records: acts with their evidence, their corrections, and the sheets they are imported from."""
