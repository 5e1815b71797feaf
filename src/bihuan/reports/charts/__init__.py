"""Charts of figures: laid out once, drawn the same on a page, in a document and as a picture."""
