"""The door: signing in, the second factor, and what concerns oneself."""
