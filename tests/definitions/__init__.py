"""Cases of good and bad definitions, shared by tests."""
