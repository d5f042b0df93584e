"""What can be wrong with what is said of a departure."""


class DepartureError(ValueError):
    """A departure cannot be kept so; the text says what to do next, `field` which field it is about."""

    def __init__(self, sentence: str, *, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field
