"""总览: units by months."""
