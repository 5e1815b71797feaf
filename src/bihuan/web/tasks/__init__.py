"""问题与任务: findings and tasks with their moves."""
