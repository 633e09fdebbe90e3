"""`python -m cooplinks`."""

from cooplinks.app.cli import main

if __name__ == "__main__":
    main()
