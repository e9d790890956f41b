"""The empty Word document that all others begin as: our styles and faces, nothing else."""

from functools import cache
from io import BytesIO

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from lxml import etree

# Faces by the names that offices have; the alternatives are asked where a face is missing.
FACES = {
    "宋体": "SimSun,Songti SC,Noto Serif CJK SC",
    "仿宋": "FangSong,仿宋_GB2312,STFangsong,Noto Serif CJK SC",
    "黑体": "SimHei,Heiti SC,Noto Sans CJK SC",
}
LATIN = "Times New Roman"
_KEPT = {RELATIONSHIP_TYPE.STYLES, RELATIONSHIP_TYPE.SETTINGS, RELATIONSHIP_TYPE.FONT_TABLE}


@cache
def blank() -> bytes:
    """The library's empty document with our styles, and without what it brings along."""
    document = docx.Document()
    _drop_relations(document.part.package.rels, {RELATIONSHIP_TYPE.OFFICE_DOCUMENT})
    _drop_relations(document.part.rels, _KEPT)
    for element, children in (
        (document.styles.element, _STYLES),
        (document.settings.element, _SET),
    ):
        for old in list(element):
            element.remove(old)
        element.extend(list(parse_xml(children.format(ns=nsdecls("w"), latin=LATIN))))
    fonts = document.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    fonts._blob = _font_table()
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def _drop_relations(relations, kept) -> None:
    for key in [key for key, relation in relations.items() if relation.reltype not in kept]:
        del relations[key]


def _font_table() -> bytes:
    fonts = parse_xml(f"<w:fonts {nsdecls('w')}/>")
    for face, others in FACES.items():
        font = etree.SubElement(fonts, qn("w:font"), {qn("w:name"): face})
        for name, value in (("w:altName", others), ("w:charset", "86"), ("w:family", "auto")):
            etree.SubElement(font, qn(name), {qn("w:val"): value})
    return etree.tostring(fonts, xml_declaration=True, encoding="UTF-8", standalone=True)


_STYLES = (
    "<w:styles {ns}><w:docDefaults><w:rPrDefault><w:rPr>"
    '<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="宋体" w:cs="{latin}"/>'
    '<w:sz w:val="21"/><w:lang w:val="zh-CN" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault>'
    "<w:pPrDefault/></w:docDefaults>"
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal">'
    '<w:name w:val="Normal"/></w:style>'
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal">'
    '<w:name w:val="Normal Table"/></w:style></w:styles>'
)
_SET = (
    '<w:settings {ns}><w:compat><w:compatSetting w:name="compatibilityMode"'
    ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>'
)
