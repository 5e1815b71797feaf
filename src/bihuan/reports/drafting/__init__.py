"""Drafts: the text as its author reads and edits it, with figures that stay live."""
