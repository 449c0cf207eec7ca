"""What the province decides: facts of rows, the warning model, governance, deadlines. Pure."""
