"""Values every part speaks in: periods, quantities, figures, problems, refusals. Pure Python."""
