"""The trail: who did what, when, on what. Append-only, each entry chained to the one before; periods are sealed."""
