"""`python -m console` is `vigie`."""

from console.cli import main

if __name__ == "__main__":
    main()
