"""Pictures as a Word document holds them, beside what python-docx has for them."""

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.shape import CT_Inline
from docx.shared import Mm


def metafile(part, picture: bytes, width: float, height: float, said: str):
    """A picture of lines and letters (EMF) in a line of text, so many mm large; `part` is the
    document's and `said` tells what the picture shows.
    """
    number = sum(rel.reltype == RELATIONSHIP_TYPE.IMAGE for rel in part.rels.values()) + 1
    name = PackURI(f"/word/media/chart{number}.emf")
    image = Part(name, "image/x-emf", picture, part.package)
    relation = part.relate_to(image, RELATIONSHIP_TYPE.IMAGE)
    inline = CT_Inline.new_pic_inline(number, relation, name.filename, Mm(width), Mm(height))
    inline.docPr.set("descr", said)
    return inline


def anchored(inline, side: str, lift: float):
    """A picture of its own line as one that stands beside the text: `side` is left or right."""
    across = f'<wp:positionH relativeFrom="margin"><wp:align>{side}</wp:align></wp:positionH>'
    return _floating(inline, across, _down("paragraph", -Mm(lift)))


def on_page(inline):
    """A picture of its own line as one that begins in the upper left corner of the sheet."""
    across = '<wp:positionH relativeFrom="page"><wp:posOffset>0</wp:posOffset></wp:positionH>'
    return _floating(inline, across, _down("page", 0))


def _down(start: str, offset: int) -> str:
    place = f"<wp:posOffset>{offset}</wp:posOffset>"
    return f'<wp:positionV relativeFrom="{start}">{place}</wp:positionV>'


def _floating(inline, across: str, down: str):
    """Behind the text, which goes on as if there were no picture."""
    anchor = parse_xml(
        f"""<wp:anchor {nsdecls("wp")} distT="0" distB="0" distL="0" distR="0" simplePos="0"
          relativeHeight="1" behindDoc="1" locked="0" layoutInCell="1" allowOverlap="1">
          <wp:simplePos x="0" y="0"/>{across}{down}
          <wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/></wp:anchor>"""
    )
    extent, *others = inline.iterchildren()
    anchor.find(qn("wp:positionV")).addnext(extent)
    for each in others:
        if each.tag != qn("wp:effectExtent"):
            anchor.append(each)
    return anchor
