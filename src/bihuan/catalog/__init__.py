"""What can be recorded, counted and owed: packs of data, their schema and their loader."""
