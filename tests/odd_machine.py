"""Runs a command of the program as another machine on another day would: ``python -m tests.odd_machine``.

Arguments: days that the clock is off, how folders are listed (``reversed`` or ``shuffled``), the umask in
octal, and the command's own. Everything is changed before the program is imported, so that nothing of it
holds on to the true clock.
"""

import datetime as dt
import os
import random
import sys
import time


class Listing:
    """What ``os.scandir`` gives, in another order."""

    def __init__(self, entries):
        self._entries = iter(entries)

    def __iter__(self):
        return self._entries

    def __next__(self):
        return next(self._entries)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        """Nothing is open any more."""


def turn_clock(days: int) -> None:
    """Make every clock of Python go wrong by so many days."""
    seconds = days * 86_400
    true = time.time
    time.time = lambda: true() + seconds
    time.time_ns = lambda: int(time.time() * 1e9)

    class Alike(type):
        """What Python itself makes of the true class counts as one."""

        def __instancecheck__(cls, one):
            return isinstance(one, cls.__mro__[1])

    class Moment(dt.datetime, metaclass=Alike):
        @classmethod
        def now(cls, tz=None):
            return cls.fromtimestamp(time.time(), tz)

        @classmethod
        def utcnow(cls):
            return cls.now(dt.UTC).replace(tzinfo=None)

        @classmethod
        def today(cls):
            return cls.now()

    class Day(dt.date, metaclass=Alike):
        @classmethod
        def today(cls):
            return cls.fromtimestamp(time.time())

    dt.datetime, dt.date = Moment, Day


def turn_listings(order: str) -> None:
    """List folders in another order."""
    listdir, scandir, chance = os.listdir, os.scandir, random.Random(7)  # noqa: S311 - an order, no secret

    def turned(found: list) -> list:
        if order == "reversed":
            return sorted(found, key=lambda one: getattr(one, "name", one), reverse=True)
        return chance.sample(found, len(found))

    def scanned(*path):
        with scandir(*path) as entries:
            return Listing(turned(list(entries)))

    os.listdir = lambda *path: turned(listdir(*path))
    os.scandir = scanned


def main() -> None:
    """Change the machine, and run the command."""
    days, order, umask, *command = sys.argv[1:]
    turn_clock(int(days))
    turn_listings(order)
    os.umask(int(umask, 8))
    sys.argv = ["catalog", *command]
    from generator.cli import main as catalog

    catalog()


if __name__ == "__main__":
    main()
