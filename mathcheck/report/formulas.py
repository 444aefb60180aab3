r"""LaTeX to MathML, allow-listed.

The converter's output is parsed and rebuilt from a list of elements and attributes that can do no harm; whatever it cannot
convert is shown as its LaTeX source. Nothing from a claim reaches the page in another way.
"""

from __future__ import annotations

import functools
import html
import re
import xml.etree.ElementTree as ET

from latex2mathml.converter import convert

_ELEMENTS = frozenset(
    "math mrow mi mn mo ms mtext mspace mfrac msqrt mroot msub msup msubsup munder mover munderover mmultiscripts mtable mtr mtd "
    "mstyle mpadded mphantom menclose".split()
)
_ATTRIBUTES = frozenset(
    "display mathvariant stretchy fence separator form lspace rspace minsize maxsize symmetric largeop movablelimits accent "
    "accentunder columnalign rowspacing columnspacing linethickness displaystyle scriptlevel width height depth notation".split()
)
# Elements that are drawn as an error unless they have just so many children.
_CHILDREN = {"mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "munder": 2, "mover": 2, "msubsup": 3, "munderover": 3}
_NAMESPACE = "http://www.w3.org/1998/Math/MathML"

# Longer sources are not converted: a formula that long is not read either, and conversion is quadratic.
LONGEST = 6000


@functools.lru_cache(maxsize=4096)
def mathml(latex: str, *, block: bool = False) -> str:
    r"""The formula as MathML, or its source in ``<code>`` where it cannot be converted.

    >>> mathml("x^2").startswith("<math")
    True
    >>> mathml(r"\text{<script>}")
    '<math xmlns="http://www.w3.org/1998/Math/MathML" display="inline"><mrow><mtext>&lt;script&gt;</mtext></mrow></math>'
    >>> mathml(r"\frac{1")
    '<code class="latex">\\frac{1</code>'
    """
    if len(latex) <= LONGEST and _balanced(latex):
        try:
            root = ET.fromstring(convert(_escaped(latex), display="block" if block else "inline"))
            if not _leftover(root):
                return _rebuilt(root)
        except Exception:  # the converter raises a zoo of exceptions on malformed input
            pass
    return f'<code class="latex">{html.escape(latex)}</code>'


def _escaped(latex: str) -> str:
    # The converter copies text unescaped, which would not parse; it knows no \\! space, and sets names with an underscore letter by letter.
    plain = latex.replace(r"\!", "")
    plain = re.sub(r"\\operatorname\{([^{}]*\\_[^{}]*)\}", r"\\text{\1}", plain)
    return re.sub(r"\\text\{([^{}]*)\}", _text, plain)


def _text(match: re.Match[str]) -> str:
    return r"\text{" + html.escape(match.group(1).replace(r"\_", "_"), quote=False) + "}"


def _balanced(latex: str) -> bool:
    depth = 0
    for token in re.findall(r"\\.|[{}]", latex, flags=re.DOTALL):
        depth += (token == "{") - (token == "}")
        if depth < 0:
            return False
    return depth == 0 and latex.count(r"\left") == latex.count(r"\right") + latex.count(r"\leftarrow") - latex.count(r"\rightarrow")


def _leftover(root: ET.Element) -> bool:
    """Whether a command came through unconverted, or an argument is missing."""
    return any("\\" in (node.text or "") or len(node) != _CHILDREN.get(_name(node.tag), len(node)) for node in root.iter())


def _name(tag: str) -> str:
    return tag.rpartition("}")[2]


def _rebuilt(node: ET.Element) -> str:
    name = _name(node.tag)
    inner = html.escape(node.text or "", quote=False) + "".join(
        _rebuilt(child) + html.escape(child.tail or "", quote=False) for child in node
    )
    if name not in _ELEMENTS:
        return f"<mrow>{inner}</mrow>" if len(node) else f"<mtext>{inner}</mtext>"
    attributes = "".join(
        f' {key}="{html.escape(value)}"' for key, value in node.attrib.items() if key in _ATTRIBUTES and _harmless(value)
    )
    space = f' xmlns="{_NAMESPACE}"' if name == "math" else ""
    return f"<{name}{space}{attributes}>{inner}</{name}>"


def _harmless(value: str) -> bool:
    return re.fullmatch(r"[\w .%+-]*", value) is not None
