"""XML without its dangers: no document type, hence no entities; bounded depth; fed piece by piece."""

from xml.parsers import expat

from .remarks import Refusal

_DEPTH = 100
#: Small parts (workbook, relationships, styles) have no business being larger.
_SMALL = 32 * 1024 * 1024


def new_parser(start, end, characters=None):
    """An expat parser that refuses a document type, with text given in whole runs."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.buffer_size = 1 << 16
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = characters
    parser.StartDoctypeDeclHandler = _refuse_document_type
    return parser


def _refuse_document_type(*_):
    raise Refusal("unsafe_xml")


def feed(parser, piece, part, last=False):
    """Parse one more piece of a part. Raises Refusal when it is not well-formed."""
    try:
        parser.Parse(piece, last)
    except expat.ExpatError as error:
        if error.code == expat.errors.codes[expat.errors.XML_ERROR_NO_MEMORY]:
            raise MemoryError from None
        raise Refusal("damaged_workbook", part=part) from None


def local(tag):
    """Tag or attribute name without its namespace prefix."""
    return tag.rpartition(":")[2]


def deeper(depth):
    """Depth after one more start tag. Raises Refusal when nothing honest nests so deep."""
    if depth >= _DEPTH:
        raise Refusal("unsafe_xml")
    return depth + 1


def elements(archive, part):
    """[(parent's name, name, attributes)] of every element of a small part, names without prefix, in document
    order.
    """
    found, path = [], []

    def start(tag, attributes):
        deeper(len(path))
        name = local(tag)
        found.append(
            (path[-1] if path else "", name, {local(key): value for key, value in attributes.items()})
        )
        path.append(name)

    def end(_):
        path.pop()

    parser, size = new_parser(start, end), 0
    for piece in archive.pieces(part):
        size += len(piece)
        if size > _SMALL:
            raise Refusal("zip_bomb")
        feed(parser, piece, part)
    feed(parser, b"", part, last=True)
    return found
