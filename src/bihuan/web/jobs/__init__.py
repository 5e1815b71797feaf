"""办件: work that goes on after the page was left."""
