"""The command line: one module for each part of the loop; turns words into verbs and answers into words."""
