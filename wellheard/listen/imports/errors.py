"""What can be wrong with a file or with one of its rows; the texts are shown to people."""


class FileError(ValueError):
    """The file cannot be imported at all; the text says why and what to do, `by_command` how where a command was given."""

    def __init__(self, text: str, *, by_command: str = "") -> None:
        super().__init__(text)
        self.by_command = by_command


class RowError(ValueError):
    """One row is refused; the text says why. The other rows are imported."""
