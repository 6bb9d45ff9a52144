"""`python -m sia` is `sia`."""

from sia.cli import main

if __name__ == "__main__":
    main()
