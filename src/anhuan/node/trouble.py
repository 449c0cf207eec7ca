"""The one error an installer sees: a sentence that says what is wrong and the way out."""


class Trouble(Exception):
    """What stops the box, told in one sentence of Chinese and one of English, no traceback."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh} / {en}")
        self.zh = zh
        self.en = en
