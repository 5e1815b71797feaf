"""核验: a document handed in, held against the book."""
