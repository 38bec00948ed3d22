"""The tests; `tests.machine` and the made-up catalogs are shared by many of them."""
