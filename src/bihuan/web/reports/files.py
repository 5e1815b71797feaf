"""The files of a drafted report that a page hands out, and where they are."""

from __future__ import annotations

import shutil

from django.http import HttpRequest

from bihuan.reports.appending import appended
from bihuan.reports.document import Document
from bihuan.reports.exporting import content
from bihuan.web.asking import address

WITH_APPENDIX = "docx附依据"
_APPENDIX = "appendix"


def report_file(request: HttpRequest, document: Document, ending: str) -> bytes:
    """The file of an ending: an .html one leads to this site's pages, a .docx ends in 数据依据 where asked for."""
    has_appendix = ending == "docx" and request.GET.get(_APPENDIX) == "1"
    return content(appended(document) if has_appendix else document, f".{ending}", request.build_absolute_uri("/"))


def file_links(path: str, asked: dict[str, str]) -> list[tuple[str, str]]:
    """Name and address of each file of a draft.

    Args:
        path: the address of the .docx, which the other endings share up to their last letters.
        asked: which draft it is.
    """
    start = path.removesuffix("docx")
    endings = ["docx", *(["pdf"] if shutil.which("soffice") else []), "html", "md"]
    links = [(ending, address(f"{start}{ending}", **asked)) for ending in endings]
    return [links[0], (WITH_APPENDIX, address(path, **asked, **{_APPENDIX: "1"})), *links[1:]]
