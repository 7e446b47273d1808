"""The people's side."""
