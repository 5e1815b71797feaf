"""Checking a document that somebody else wrote: against itself, then against the book."""
