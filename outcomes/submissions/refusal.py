"""A file is refused as a whole, with a sentence; nothing of it is kept."""


class Refused(Exception):
    """code: key of the reason. sentence: what happened and what to do next, for the person."""

    def __init__(self, code, sentence):
        super().__init__(code)
        self.code = code
        self.sentence = str(sentence)

    def __str__(self):
        return self.sentence


class NeedsColumns(Refused):
    """Nobody can tell which columns of the file are which; a person may. header: of the table that came closest."""

    def __init__(self, sentence, header):
        super().__init__("columns_missing", sentence)
        self.header = header
