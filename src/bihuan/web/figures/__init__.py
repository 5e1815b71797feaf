"""数据依据: a figure with everything behind it."""
