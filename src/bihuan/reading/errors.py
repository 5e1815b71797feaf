"""Why a document was not read, each reason with its own class and one Chinese sentence."""

from __future__ import annotations

from bihuan.values.refusal import BadInput


class UnreadableDocument(BadInput):
    """A file is no document that can be read; its subclasses say why."""


class MissingDocument(UnreadableDocument):
    """There is no such file."""

    status = 404


class UnknownFormat(UnreadableDocument):
    """The file is in a format that is not read."""


class UnreadableEncoding(UnreadableDocument):
    """A text file is in no encoding that is read."""


class BrokenDocument(UnreadableDocument):
    """The file says it is a .docx or a .pdf but cannot be opened as one."""


class OversizedDocument(UnreadableDocument):
    """The file, or what it unpacks to, is larger than any document should be."""

    status = 413


class ScannedDocument(UnreadableDocument):
    """A .pdf holds pictures of pages and no text."""


class ConverterMissing(UnreadableDocument):
    """A .doc needs LibreOffice, which is not installed or failed."""
