"""记一笔, 台账, 导入: acts recorded, found and brought in."""
