"""Stored repositories and labels for the tests of the scan; see README.md."""
