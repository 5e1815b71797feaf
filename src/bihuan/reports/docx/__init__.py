"""The .docx: set as the standard says, every figure bound; and read back after others edited it."""
