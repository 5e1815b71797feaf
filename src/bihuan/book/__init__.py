"""The book: one general ledger of series, postings and tallies that answers every figure, with its proof."""
