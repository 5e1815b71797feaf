"""Duties: what is owed, in which window, what met it and what is still in arrears. Derived, never ticked."""
