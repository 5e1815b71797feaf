"""报告: drafts, issue, files."""
