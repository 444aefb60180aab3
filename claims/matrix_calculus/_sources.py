"""Where the formulas are found."""


def cookbook(section):
    """A section of the Matrix Cookbook."""
    return f"K. B. Petersen and M. S. Pedersen, The Matrix Cookbook, 2012, section {section}."


def bishop(place):
    """An equation or section of Bishop's book."""
    return f"C. M. Bishop, Pattern Recognition and Machine Learning, 2006, {place}."


def boyd(place):
    """A section of the book of Boyd and Vandenberghe."""
    return f"S. Boyd and L. Vandenberghe, Convex Optimization, 2004, {place}."


def nocedal(place):
    """An equation or section of the book of Nocedal and Wright."""
    return f"J. Nocedal and S. J. Wright, Numerical Optimization, 2nd edition, 2006, {place}."


MAGNUS = "J. R. Magnus and H. Neudecker, Matrix Differential Calculus with Applications in Statistics and Econometrics, 1988."
HORN = "R. A. Horn and C. R. Johnson, Matrix Analysis, 2nd edition, 2013."
KINGMA = "D. P. Kingma and J. Ba, Adam: A Method for Stochastic Optimization, 2015, "
SUTSKEVER = "I. Sutskever, J. Martens, G. Dahl, G. Hinton, On the importance of initialization and momentum in deep learning, 2013."
LOSHCHILOV = "I. Loshchilov and F. Hutter, Decoupled Weight Decay Regularization, 2019, "
IOFFE = "S. Ioffe and C. Szegedy, Batch Normalization, 2015, section 3."
WEIGHTNORM = "T. Salimans and D. P. Kingma, Weight Normalization, 2016, section 2."
VASWANI = "A. Vaswani et al., Attention Is All You Need, 2017, "
FLASH = "T. Dao, D. Y. Fu, S. Ermon, A. Rudra, C. Ré, FlashAttention, 2022, appendix B (the backward pass)."
HINTON = "G. Hinton, O. Vinyals, J. Dean, Distilling the Knowledge in a Neural Network, 2015, section 2.1."
