"""Evidence made readable: one frame, one card, formulas as MathML, the page. Only reads; decides nothing."""
