"""A file is refused as a whole, with a sentence; nothing of it is kept."""


class Refused(Exception):
    """code: key of the reason. sentence: what happened and what to do next, for the person."""

    def __init__(self, code, sentence):
        super().__init__(code)
        self.code = code
        self.sentence = str(sentence)

    def __str__(self):
        return self.sentence
