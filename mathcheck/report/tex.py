"""Text and formulas that TeX can set, whatever they hold."""

from __future__ import annotations

import re
import unicodedata

from mathcheck.report.symbols import ACCENTS, LOWERED, NAMES, RAISED, SYMBOLS, TYPES

_SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}",
    "–": "--", "—": "---", "…": r"\ldots{}", "−": "$-$", "“": "``", "”": "''", "‘": "`", "’": "'", "„": ",,",
    "‖": r"$\Vert$", "·": r"$\cdot$", "°": r"$^{\circ}$", "✓": r"$\checkmark$", "ϵ": r"$\epsilon$", "′": "$'$", "\"": "''",
}  # fmt: skip
_COMMANDS = {
    character: rf"$\{name}$" for name, character in reversed(SYMBOLS.items()) if len(character) == 1 and ord(character) > 127
}
_SCRIPTS = {
    **{lowered: f"$_{{{plain}}}$" for plain, lowered in LOWERED.items() if ord(lowered) > 127 and plain.isascii()},
    **{raised: f"$^{{{plain}}}$" for plain, raised in RAISED.items() if ord(raised) > 127 and plain.isascii()},
}
_ACCENTS = {
    "\u0300": "`", "\u0301": "'", "\u0302": "^", "\u0303": "~", "\u0308": '"', "\u030a": "r", "\u0327": "c", "\u030c": "v", "\u0304": "=",
    "\u0307": ".", "\u0306": "u", "\u030b": "H",
}  # fmt: skip


def escaped(text: str) -> str:
    r"""Text as LaTeX sets it, with a command for every character beyond ASCII that has one, and its number for others.

    >>> escaped("50 % of Σ xᵢ, naïve"), escaped("∂C/∂W⁽²⁾")
    ('50 \\% of $\\Sigma$ x$_{i}$, na\\"{\\i}ve', '$\\partial$C/$\\partial$W$^{(2)}$')
    """
    found = "".join(map(_character, unicodedata.normalize("NFC", text))).replace("[", "{[}").replace("]", "{]}")
    for sign in "^_":  # neighbours share a script
        found = re.sub(rf"\$\{sign}\{{[^{{}}$]*\}}\$(?:\$\{sign}\{{[^{{}}$]*\}}\$)+", _joined, found)
    return found


def _joined(run: re.Match[str]) -> str:
    return f"${run[0][1]}{{{''.join(re.findall(r'{([^{}$]*)}', run[0]))}}}$"


def _character(character: str) -> str:
    for table in (_SPECIAL, _COMMANDS, _SCRIPTS):
        if character in table:
            return table[character]
    if character.isascii():
        return character
    base, *marks = list(unicodedata.normalize("NFD", character))
    if base.isascii() and base.isalpha() and len(marks) == 1 and marks[0] in _ACCENTS:
        return rf"\{_ACCENTS[marks[0]]}{{{_dotless(base)}}}"
    plain = unicodedata.normalize("NFKD", character)
    if plain.isascii() and plain.isprintable():
        return "".join(map(_character, plain))
    return {"ß": r"\ss{}", "ø": r"\o{}", "Ø": r"\O{}", "æ": r"\ae{}", "Æ": r"\AE{}", "ł": r"\l{}", "Ł": r"\L{}"}.get(
        character, rf"\texttt{{U+{ord(character):04X}}}"
    )


def _dotless(letter: str) -> str:
    return rf"\{letter}" if letter in "ij" else letter


# Environments, and how many columns they may have (the AMS matrices have ten).
_ENVIRONMENTS = {"cases": 2, "pmatrix": 10, "bmatrix": 10, "matrix": 10}
_DELIMITERS = frozenset(["(", ")", "[", "]", "|", ".", "/", "\\{", "\\}", "\\|", *(f"\\{name}" for name in (
    "lVert rVert Vert lvert rvert vert langle rangle lfloor rfloor lceil rceil").split())])  # fmt: skip
_GROUPED = (TYPES - {"bm"}) | set(ACCENTS)
_PLAIN = re.compile(r"[A-Za-z0-9()\[\]|+\-*/=<>,.;:!?@\"`]")
_SPACING = frozenset(["\\,", "\\;", "\\:", "\\!", "\\ ", "\\quad", "\\qquad"])


class _Refused(Exception):
    """Something that TeX would stumble over, or that is not known here and could do anything."""


def safe(formula: str) -> bool:
    r"""Whether TeX can set a formula: made of known commands with what they need, closed where it opens, no two scripts in one place.

    >>> safe(r"\frac{x}{2}"), safe(r"\frac{x"), safe(r"\input{file}"), safe("x $ y"), safe("x_1_2")
    (True, False, False, False, False)
    """
    try:
        reader = _Reader(re.findall(r"\\[A-Za-z]+|\\.|\S|\s+", formula))
        reader.sequence()
        return bool(formula.strip()) and reader.done
    except (_Refused, IndexError, RecursionError):
        return False


class _Reader:
    """A reader of formulas that refuses what it does not know."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens, self.at = tokens, 0

    @property
    def done(self) -> bool:
        return self.at == len(self.tokens)

    def take(self, wanted: str = "") -> str:
        while self.tokens[self.at].isspace():
            self.at += 1
        token = self.tokens[self.at]
        if wanted and token != wanted:
            raise _Refused(token)
        self.at += 1
        return token

    def sequence(self, *ends: str) -> str:
        """Up to one of the tokens, which is taken and returned; to the end where there are none."""
        scripts: set[str] = set()
        while not self.done:
            if self.tokens[self.at].isspace():
                self.at += 1
                continue
            token = self.take()
            if token in ends:
                return token
            if token in ("^", "_", "'"):
                place = "_" if token == "_" else "^"
                if place in scripts:
                    raise _Refused(token)
                scripts.add(place)
                if token != "'":
                    self.script()
            else:
                self.atom(token)
                scripts = scripts if token in _SPACING else set()
        if ends:
            raise _Refused
        return ""

    def group(self) -> None:
        self.take("{")
        self.sequence("}")

    def script(self) -> None:
        token = self.take()
        if token == "{":
            self.sequence("}")
        elif not _PLAIN.fullmatch(token) and token[1:] not in SYMBOLS:
            raise _Refused(token)

    def atom(self, token: str) -> None:
        name = token[1:]
        if token == "{":
            self.sequence("}")
        elif not token.startswith("\\"):
            if not _PLAIN.fullmatch(token):
                raise _Refused(token)
        elif name in _GROUPED:
            self.group()
        elif name == "text":
            self.raw()
        elif name == "frac":
            self.group()
            self.group()
        elif name == "sqrt":
            self.root()
        elif name == "left":
            self.fence()
        elif name == "begin":
            self.environment()
        elif token not in _SPACING and name not in SYMBOLS and name not in NAMES and name not in tuple("_#%&{}|"):
            raise _Refused(token)

    def raw(self) -> str:
        """What stands in braces, letter by letter."""
        self.take("{")
        start = self.at
        while self.tokens[self.at] != "}":
            if self.tokens[self.at] == "{" or (len(self.tokens[self.at]) > 1 and self.tokens[self.at][1:].isalpha()):
                raise _Refused
            self.at += 1
        self.at += 1
        return "".join(self.tokens[start : self.at - 1])

    def root(self) -> None:
        if self.tokens[self.at] == "[":
            self.at += 1
            self.sequence("]")
        self.group()

    def fence(self) -> None:
        if self.take() not in _DELIMITERS:
            raise _Refused
        self.sequence("\\right")
        if self.take() not in _DELIMITERS:
            raise _Refused

    def environment(self) -> None:
        name, columns = self.raw(), 1
        if name not in _ENVIRONMENTS:
            raise _Refused(name)
        while (end := self.sequence("&", "\\\\", "\\end")) != "\\end":
            columns = columns + 1 if end == "&" else 1
            if columns > _ENVIRONMENTS[name]:
                raise _Refused(end)
        if self.raw() != name:
            raise _Refused(name)


def with_texts(formula: str) -> str:
    """The formula with what stands in its texts escaped."""

    def inner(match: re.Match[str]) -> str:
        plain = re.sub(r"\\([_#%&$])", r"\1", match[1])
        return rf"\text{{{escaped(plain)}}}"

    return re.sub(r"\\text\{([^{}]*)\}", inner, formula)
