"""Oversight: findings, tasks with one life for every origin, loops, registers declared complete. Every duty closes."""
