r"""LaTeX to MathML, allow-listed.

The converter's output is parsed and rebuilt from a list of elements and attributes that can do no harm; whatever it cannot
convert is shown as its LaTeX source. Nothing from a claim reaches the page in another way. On the way the tree is mended to MathML Core,
which is what browsers draw: names of functions are identifiers, limits stand under their operator, accents close to their letter.
"""

from __future__ import annotations

import functools
import html
import re
import xml.etree.ElementTree as ET

from latex2mathml.converter import convert

from mathcheck.report.lines import pieces

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
# The colour that marks what a repair has changed; no other colour passes.
CHANGED = "changed"
# Operators under which their limits stand in a displayed formula.
_LIMITS = frozenset("lim max min sup inf argmax argmin liminf limsup".split())
_SCRIPTS = {"msub": "munder", "msup": "mover", "msubsup": "munderover"}
_ACCENTS = frozenset("~^¯˙¨→ˇ˘´`˜ˆ‾")
# A sign first in a row or after one of these belongs to what follows it, and is no operation of two sides.
_SIGNS, _BEFORE_SIGNS = frozenset("-−+±"), frozenset("([{,=<>≤≥≠∝→⋅·×⊙")
_NAMESPACE = "http://www.w3.org/1998/Math/MathML"

# Longer sources are not converted: a formula that long is not read either, and conversion is quadratic.
LONGEST = 6000


@functools.lru_cache(maxsize=4096)
def mathml(latex: str, *, block: bool = False, lines: bool = False) -> str:
    r"""The formula as MathML, or its source in ``<code>`` where it cannot be converted; as a ``block`` it is set larger. With
    ``lines`` it may take several, where it is long.

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
                _mend(root)
                return _lines(root) if lines else _rebuilt(root)
        except Exception:  # the converter raises a zoo of exceptions on malformed input
            pass
    return f'<code class="latex">{html.escape(latex)}</code>'


def _lines(root: ET.Element) -> str:
    """A formula on a line of its own, or on several where it is long."""
    parts = pieces(root)
    text = " ".join(map(_rebuilt, parts))
    return text if len(parts) == 1 else f'<span class="mc-lines">{text}</span>'


def _escaped(latex: str) -> str:
    # The converter copies text unescaped, which would not parse; it knows no \\! space, and sets names with an underscore letter by letter.
    plain = latex.replace(r"\!", "").replace(rf"\color{{{CHANGED}}}", rf"\textcolor{{{CHANGED}}}")
    plain = re.sub(r"\\mathrm\{([A-Za-z]+)\}", r"\\operatorname{\1}", plain)
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


def _mend(node: ET.Element) -> None:
    """Change in place what MathML Core has another way for."""
    for child in node:
        _mend(child)
    for before, child in zip([None, *node], node, strict=False):
        if (
            len(node) > 1
            and (child.text or "") in _SIGNS
            and (before is None or before.get("form") == "prefix" or (before.text or "") in _BEFORE_SIGNS)
        ):
            child.set("form", "prefix")
    name = _name(node.tag)
    if name in ("mrow", "mtd", "math"):
        _space_names(node)
    if name == "mo":
        _mend_operator(node)
    elif name in _SCRIPTS and len(node) and (node[0].text or "") in _LIMITS:
        node.tag, node[0].tag = _SCRIPTS[name], "mo"
        node[0].attrib.update(movablelimits="true", lspace="0em", rspace="0.167em")
    elif name == "mover" and (node[1].text or "") in _ACCENTS:
        node.set("accent", "true")
        node[1].set("stretchy", "true" if len("".join(node[0].itertext())) > 1 else "false")
    elif name in ("mi", "mn") and node.get("mathvariant", "") in _BOLD:
        text = node.text or ""
        node.text = _bold(text, _BOLD[node.attrib["mathvariant"]])
        if node.text != text:
            del node.attrib["mathvariant"]


def _mend_operator(node: ET.Element) -> None:
    """A function's name is no operator, which would have space on both sides."""
    text = node.text or ""
    if text.isalpha() and text.isascii() and text != "mod":
        node.tag = "mi"
        node.attrib.clear()
        if len(text) == 1:
            node.set("mathvariant", "normal")


def _space_names(row: ET.Element) -> None:
    """A thin space after a function's name whose argument stands without brackets."""
    for i in range(len(row) - 1, 0, -1):
        text, after = row[i - 1].text or "", _name(row[i].tag)
        if _name(row[i - 1].tag) == "mi" and len(text) > 1 and text.isascii() and text.isalpha() and after in _ARGUMENTS:
            row.insert(i, ET.Element("mspace", width="0.167em"))


_ARGUMENTS = frozenset("mi mn msub msup msubsup mfrac msqrt mover".split())


# Where the bold letters begin: capital, small, digits.
_BOLD = {"bold": (0x1D400, 0x1D41A, 0x1D7CE), "bold-italic": (0x1D468, 0x1D482, 0x1D7CE)}


def _bold(text: str, starts: tuple[int, int, int]) -> str:
    """Letters and digits as bold ones; others stay, and are made bold by the style sheet."""
    capital, small, digit = starts

    def one(letter: str) -> str:
        for first, start, count in (("A", capital, 26), ("a", small, 26), ("0", digit, 10)):
            if 0 <= ord(letter) - ord(first) < count:
                return chr(start + ord(letter) - ord(first))
        return letter

    return "".join(map(one, text))


def _name(tag: str) -> str:
    return tag.rpartition("}")[2]


def _rebuilt(node: ET.Element) -> str:
    name = _name(node.tag)
    inner = html.escape(node.text or "", quote=False) + "".join(
        _rebuilt(child) + html.escape(child.tail or "", quote=False) for child in node
    )
    if name not in _ELEMENTS:
        return f"<mrow>{inner}</mrow>" if len(node) else f"<mtext>{inner}</mtext>"
    if name == "mstyle" and node.get("mathcolor") == CHANGED:
        return f'<mrow class="mc-changed">{inner}</mrow>'
    left = ' class="mc-left"' if name == "mtd" and node.get("columnalign") == "left" else ""
    attributes = left + "".join(
        f' {key}="{html.escape(value)}"' for key, value in node.attrib.items() if key in _ATTRIBUTES and _harmless(value)
    )
    space = f' xmlns="{_NAMESPACE}"' if name == "math" else ""
    return f"<{name}{space}{attributes}>{inner}</{name}>"


def _harmless(value: str) -> bool:
    return re.fullmatch(r"[\w .%+-]*", value) is not None
