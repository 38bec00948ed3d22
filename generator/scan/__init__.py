"""From the listing of a repository to the artifacts in it."""
