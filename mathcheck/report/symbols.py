"""What LaTeX commands and Unicode characters have to do with each other, as tables."""

from __future__ import annotations

# Commands that are one character.
SYMBOLS = {
    **dict(zip(
        "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi psi omega".split(),
        "αβγδϵζηθικλμνξπρστυϕχψω", strict=True,
    )),
    **dict(zip("Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega".split(), "ΓΔΘΛΞΠΣΥΦΨΩ", strict=True)),
    "varepsilon": "ε", "varphi": "φ", "vartheta": "ϑ", "varrho": "ϱ", "ell": "ℓ", "hbar": "ħ", "partial": "∂", "nabla": "∇",
    "infty": "∞", "sum": "∑", "prod": "∏", "int": "∫", "to": "→", "rightarrow": "→", "mapsto": "↦", "cdot": "·", "times": "×",
    "odot": "⊙", "otimes": "⊗", "oplus": "⊕", "circ": "∘", "ast": "∗", "star": "⋆", "top": "⊤", "perp": "⊥", "dagger": "†",
    "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "neq": "≠", "ne": "≠", "approx": "≈", "equiv": "≡", "sim": "∼", "propto": "∝",
    "in": "∈", "pm": "±", "mp": "∓", "wedge": "∧", "vee": "∨", "neg": "¬", "forall": "∀", "exists": "∃", "ldots": "…", "dots": "…",
    "cdots": "⋯", "prime": "′", "lVert": "‖", "rVert": "‖", "Vert": "‖", "lvert": "|", "rvert": "|", "vert": "|", "mid": "|", "langle": "⟨",
    "rangle": "⟩", "lfloor": "⌊", "rfloor": "⌋", "lceil": "⌈", "rceil": "⌉", "bmod": "mod", "vdots": "⋮",
}  # fmt: skip

# Commands that print their own name.
NAMES = frozenset(
    "exp log ln sin cos tan sinh cosh tanh arcsin arccos arctan max min sup inf det lim ker dim arg gcd limsup liminf".split()
)

# Commands whose argument is printed as it is, in another type.
TYPES = frozenset("mathrm mathbf mathit mathsf mathtt mathcal mathbb boldsymbol bm operatorname".split())

# Accents, as combining characters.
ACCENTS = {
    "tilde": "\u0303", "widetilde": "\u0303", "hat": "\u0302", "widehat": "\u0302", "bar": "\u0304", "overline": "\u0304",
    "vec": "\u20d7", "dot": "\u0307", "ddot": "\u0308",
}  # fmt: skip

# Characters that have a raised or a lowered form.
RAISED = dict(zip(
    "0123456789+-=()abcdefghijklmnoprstuvwxyzTABDEGHIJKLMNOPRUVW⊤′ ",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᵀᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵁⱽᵂᵀ′ ", strict=True,
))  # fmt: skip
LOWERED = dict(zip("0123456789+-=()aehijklmnoprstuvxβγρφχ ", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ ", strict=True))
