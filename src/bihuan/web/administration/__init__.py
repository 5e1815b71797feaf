"""组织, 人员, 账号, 目录, 日志, 设置: the pages of the three administrators."""
