"""A row that cannot be transformed."""


class Unfit(Exception):
    """`code` is stable, the text is one sentence for people."""

    def __init__(self, code: str, text: str) -> None:
        self.code = code
        super().__init__(text)
