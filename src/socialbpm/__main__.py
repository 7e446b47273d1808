"""`python -m socialbpm` is `socialbpm`."""

from socialbpm.cli import main

if __name__ == "__main__":
    main()
