"""The command `catalog`: the only place that knows click, exit codes and the terminal."""
