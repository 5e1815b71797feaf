"""The organisation tree, its posts, people and accounts; who may see and do what."""
