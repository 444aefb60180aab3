r"""Formulas for a terminal: LaTeX as a line of Unicode, where it can be read so."""

from __future__ import annotations

import re
import unicodedata

from mathcheck.report.symbols import ACCENTS, LOWERED, NAMES, RAISED, SYMBOLS, TYPES

_TOKENS = re.compile(r"\\[A-Za-z]+|\\.|\s+|[^\\]", re.DOTALL)
_SPACES = frozenset(["\\,", "\\;", "\\:", "\\ ", "\\quad", "\\qquad", "~"])
# What may follow a fraction without seeming to be a part of it.
_ENDS = frozenset("+ - = < > ) ] } , ; & | \\\\ \\right \\end \\le \\ge \\neq \\propto \\text".split())

# Longer lines are not read in a terminal; the Python is no worse.
LONGEST = 400


class _Unreadable(Exception):
    """Something that a line of text has no way to show."""


def unicode(latex: str) -> str:
    r"""The formula as a line of Unicode; empty where something in it cannot be shown so.

    >>> unicode(r"\frac{\partial \, C}{\partial \, W^{(1)}} = \left(2 \, x\right)^{\top}")
    '∂C/∂W⁽¹⁾ = (2 x)ᵀ'
    >>> unicode(r"\lim_{\beta \to \infty} \operatorname{softmax}\left(\beta \, z\right)")
    'lim[β → ∞] softmax(β z)'
    >>> unicode(r"P_{k|k-1} \, x_{t-1}")
    'P_{k|k−1} xₜ₋₁'
    >>> unicode(r"\begin{array}{c} 1 \end{array}")
    ''
    """
    try:
        reader = _Reader(latex)
        line = reader.until()
    except (_Unreadable, IndexError):
        return ""
    line = re.sub(r"\s+", " ", re.sub(r"([|‖])\s*([^|‖]*?)\s*\1", r"\1\2\1", line)).strip()
    return line if len(line) <= LONGEST and line.isprintable() else ""


class _Reader:
    def __init__(self, latex: str) -> None:
        self.tokens: list[str] = _TOKENS.findall(latex)
        self.at = 0

    def peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def next(self) -> str:
        self.at += 1
        return self.tokens[self.at - 1]

    def skip(self) -> None:
        while self.peek().isspace():
            self.at += 1

    def until(self, *ends: str) -> str:
        """Everything up to one of the tokens, which is taken too; to the end where there are none."""
        found = ""
        while self.peek() not in ends:
            if not self.peek():
                if ends:
                    raise _Unreadable
                return found
            found = self.scripts(found) if self.peek() in ("^", "_") else found + self.atom()
        if ends:
            self.next()
        return found

    def argument(self) -> str:
        """What a command is given: a group, or the next thing."""
        self.skip()
        return self.atom().strip()

    def raw(self) -> str:
        """A group as it is written."""
        self.skip()
        if self.next() != "{":
            raise _Unreadable
        depth, found = 1, ""
        while depth:
            token = self.next()
            depth += (token == "{") - (token == "}")
            found += (token[1:] if re.fullmatch(r"\\[^A-Za-z]", token) else token) if depth else ""
        return found

    def scripts(self, base: str) -> str:
        """What stands to the right of ``base``, above or below."""
        sign, text = self.next(), re.sub(r"\s*→\s*", " → ", self.argument())
        if re.search(r"(^|\W)(lim|max|min|sup|inf)$", base.rstrip()) and sign == "_":
            return f"{base.rstrip()}[{text}]"
        if sign == "_" and re.search(r"[,:]|^None$", text):
            return f"{base.rstrip()}[{text}]"
        table = RAISED if sign == "^" else LOWERED
        if text and all(character in table for character in text):
            return base.rstrip() + "".join(table[character] for character in text)
        if sign == "_" and "|" in text:  # as it is written: brackets would make it a function of something given
            plain = re.sub(r"\s*\|\s*", "|", text).replace("-", "−")
            return f"{base.rstrip()}_{{{plain}}}"
        return base.rstrip() + sign + (text if re.fullmatch(r"\w+", text) else f"({text})")

    def atom(self) -> str:
        token = self.next()
        name = token[1:] if token.startswith("\\") else ""
        if token == "{":
            return self.until("}")
        if token in ("}", "&", "\\\\"):
            raise _Unreadable
        if token.isspace() or token in _SPACES:
            return "" if self.tokens[self.at - 2 : self.at - 1] in (["\\partial"], ["\\nabla"]) else " "
        if token == "\\!":
            return ""
        if not name:
            return token
        if not name.isalpha():
            return name
        return self.command(name)

    def command(self, name: str) -> str:
        if name in SYMBOLS:
            if name in ("partial", "nabla"):
                self.close()
            return SYMBOLS[name]
        if name in NAMES:
            return name
        if name == "text":
            return self.raw()
        if name in TYPES:
            text = self.argument()
            if text == "d" and name == "mathrm":
                self.close()
            return text
        if name in ACCENTS:
            text = self.argument()
            if len(text) != 1:
                raise _Unreadable
            return unicodedata.normalize("NFC", text + ACCENTS[name])
        if name in ("color", "textcolor"):
            self.raw()
            return self.argument()
        if name in ("left", "right"):
            self.skip()
            return "" if self.peek() == "." and self.next() else self.atom()
        if name == "begin":
            return self.environment()
        if name == "frac":
            return self.fraction()
        if name == "sqrt":
            return self.root()
        raise _Unreadable

    def close(self) -> None:
        """Leave out the space that follows."""
        while self.peek().isspace() or self.peek() in _SPACES:
            self.at += 1

    def root(self) -> str:
        sign = "√"
        if self.peek() == "[":
            self.next()
            sign = {"3": "∛", "4": "∜"}.get(self.until("]"), "")
            if not sign:
                raise _Unreadable
        inner = _tight(self.argument())
        return sign + (f"({inner})" if set(inner) & set(RAISED.values()) and not inner.startswith("(") else inner)

    def fraction(self) -> str:
        """A fraction on a line: in brackets where a factor follows, which would seem to stand below the line. Derivatives are read right."""
        above, below = _tight(self.argument()), _tight(self.argument())
        rest = iter(self.tokens[self.at :])
        after = next((token for token in rest if not token.isspace() and token not in _SPACES), "")
        alone = above[:1] in "∂d" or not after or after in _ENDS
        return f"{above}/{below}" if alone else f"({above}/{below})"

    def environment(self) -> str:
        kind, rows, row = self.raw(), [], [""]
        while True:
            self.skip()
            if self.peek() == "\\end":
                self.next()
                self.raw()
                rows.append(row)
                break
            if self.peek() in ("&", "\\\\"):
                if self.next() == "&":
                    row.append("")
                else:
                    rows.append(row)
                    row = [""]
                continue
            row[-1] = self.scripts(row[-1]) if self.peek() in ("^", "_") else self._spaced(row[-1])
        if kind == "cases":
            return "{" + "; ".join(" ".join(cell.strip() for cell in line) for line in rows) + "}"
        if kind.endswith("matrix"):
            return "[" + "; ".join(", ".join(cell.strip() for cell in line) for line in rows) + "]"
        raise _Unreadable

    def _spaced(self, before: str) -> str:
        space = " " if before and self.tokens[self.at - 1].isspace() else ""
        return before + space + self.atom()


def _tight(text: str) -> str:
    """A text as a part of a product: in brackets, where it would come apart."""
    depth = 0
    for character in text:
        depth += (character in "([{⟨⌊⌈") - (character in ")]}⟩⌋⌉")
        if depth == 0 and (character in " +-*/=<>,;·" or character.isspace()):
            bars = text[0] in "|‖" and text.find(text[0], 1) == len(text) - 1
            return text if bars else f"({text})"
    return text
