"""``python -m generator`` is the command ``catalog``."""

from generator.cli import main

if __name__ == "__main__":
    main(prog_name="catalog")
