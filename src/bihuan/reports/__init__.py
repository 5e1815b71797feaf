"""Reports: written with every figure from the book, issued, verified, and checked when somebody else wrote them."""
