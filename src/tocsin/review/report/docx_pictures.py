"""The pictures of report.docx: SVG for the Word that draws it, and a metafile for every other."""

from __future__ import annotations

import re
from typing import Any
from xml.sax.saxutils import quoteattr

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml

from tocsin.pictures.emf import emf_bytes
from tocsin.pictures.svg_shapes import size_of
from tocsin.review.report.picture_inputs import Drawn
from tocsin.review.report.safe import clean

EMU = 36_000  # to a millimetre
PIXEL = 9_525  # EMU to a pixel, 96 to the inch
WIDE, HIGH = 390 * EMU, 228 * EMU  # the room on a page beneath a heading
KINDS = {"emf": "image/x-emf", "svg": "image/svg+xml"}
ALTERNATIVE_LIMIT = 2_000  # characters; what a screen reader reads in one breath is far less
_LINK = re.compile(r"<a [^>]*>")  # to a place in the page: there is none in a document

# The svgBlip is Microsoft's extension of 2016 ([MS-ODRAWXML] 2.3.4); its fallback is the blip around it.
_DRAWING = (
    '<w:drawing xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{wide}" cy="{high}"/>'
    '<wp:docPr id="{number}" name={name} descr={words}/><wp:cNvGraphicFramePr>'
    '<a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
    '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
    '<pic:pic><pic:nvPicPr><pic:cNvPr id="{number}" name={name} descr={words}/><pic:cNvPicPr/></pic:nvPicPr>'
    '<pic:blipFill><a:blip r:embed="{emf}"><a:extLst><a:ext uri="{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}">'
    '<asvg:svgBlip xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" r:embed="{svg}"/>'
    "</a:ext></a:extLst></a:blip><a:stretch><a:fillRect/></a:stretch></pic:blipFill>"
    '<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
    "</wp:inline></w:drawing>"
)


def add_picture(document: Any, drawn: Drawn, number: int) -> None:
    """A paragraph of its own, as large as a page allows and no larger than drawn."""
    width, height = (round(length * PIXEL) for length in size_of(drawn.svg))
    share = min(1.0, WIDE / width, HIGH / height)
    kept = {"emf": emf_bytes(drawn.svg), "svg": _LINK.sub("<a>", drawn.svg).encode("utf-8")}
    parts = {kind: _part(document, f"picture{number}.{kind}", kind, blob) for kind, blob in kept.items()}
    markup = _DRAWING.format(
        wide=round(width * share),
        high=round(height * share),
        number=number,
        name=quoteattr(clean(drawn.title)),
        words=quoteattr(alternative(drawn)),
        **parts,
    )
    document.add_paragraph().add_run()._r.append(parse_xml(markup))
    if drawn.note:
        document.add_paragraph(clean(drawn.note))


def alternative(drawn: Drawn) -> str:
    """As many whole sentences as an alternative text should hold; the tables hold the rest."""
    told = [drawn.title + "."]
    for sentence in drawn.in_words:
        if sum(map(len, told)) + len(sentence) > ALTERNATIVE_LIMIT:
            return clean(" ".join([*told, "The rest is in the tables of this document."]))
        told.append(sentence)
    return clean(" ".join(told))


def _part(document: Any, name: str, kind: str, blob: bytes) -> str:
    """The id by which the document names the part."""
    package = document.part.package
    part = Part(PackURI(f"/word/media/{name}"), KINDS[kind], blob, package)
    return str(document.part.relate_to(part, RELATIONSHIP_TYPE.IMAGE))
