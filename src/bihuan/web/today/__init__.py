"""今日: what is owed now."""
