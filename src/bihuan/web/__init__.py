"""The web: server-rendered pages in Chinese; turns requests into verbs and answers into pages."""
