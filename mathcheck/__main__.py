"""``python -m mathcheck`` is the command ``mathcheck``."""

from mathcheck.cli import main

if __name__ == "__main__":
    main(prog_name="mathcheck")
