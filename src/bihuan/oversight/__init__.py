"""Oversight: findings, tasks with one life for every origin, loops, and registers declared complete."""
