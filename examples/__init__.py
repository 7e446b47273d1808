"""Runnable stories; README.md says what each one shows."""
