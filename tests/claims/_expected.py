"""What the homework's claims must come to, each worked out on paper: (claim, reading, verdict, the argument).

Letters as in the sheet: ỹ the prediction, C the cost, s₁ = W₁x + b₁, a₁ = f(s₁), s₂ = W₂a₁ + b₂, ỹ = g(s₂).
"""

HOLDS, REFUTED, NOT_CHECKABLE = "holds", "refuted", "not checkable"
ORDERED = "factors ordered so that shapes agree"
ELEMENTWISE = "the array of elementwise derivatives"
DIAGONAL = "the Jacobian, with these entries on its diagonal"
GROWS = "as the margin grows"
EQUAL = "W₁ = W₂"

# The products of the chain rule, for each of the three nets.
_SHAPE_W2 = "∂C/∂ỹ ∂ỹ/∂s₂ has shape (K,) and a₁ has (h,): the product is a number or impossible, the gradient has shape (K, h)."
_OUTER_W2 = "s₂ₖ = Σⱼ W₂ₖⱼ a₁ⱼ + b₂ₖ, so ∂C/∂W₂ₖⱼ = (∂C/∂s₂)ₖ a₁ⱼ: the outer product."
_SHAPE_W1 = "The product of the row of shape (h,) and x of shape (d,) is a number or impossible, the gradient has shape (h, d)."
_OUTER_W1 = "s₁ᵢ = Σⱼ W₁ᵢⱼ xⱼ + b₁ᵢ, so ∂C/∂W₁ᵢⱼ = (∂C/∂s₁)ᵢ xⱼ: the outer product."
_BIAS = "∂s/∂b is the identity, so the last factor of the product may be left out."
_CHAIN = (
    "The chain rule with Jacobians in numerator layout; the last one has three axes and the product sums over the one they share."
)

REGRESSION = [
    ("step_1", "", HOLDS, "The step computes W₂ f(W₁x + b₁) + b₂, which is ỹ."),
    ("step_2", "", HOLDS, "The step sums the squares of ỹ − y, which is C."),
    ("step_3", "", HOLDS, "The step writes zeros into every buffer: 0 times what was there."),
    ("step_4", "", HOLDS, "The step adds ∂C/∂W₂ to the buffer that still holds G."),
    ("step_5", "", HOLDS, "From empty buffers backward leaves ∂C/∂W₂, and the step subtracts η times it."),
    ("five_steps_first_layer", "", HOLDS, "The same with ∂C/∂W₁ = diag(f′(s₁)) W₂ᵀ 2(ỹ − y) xᵀ."),
    ("without_zero_grad", "", HOLDS, "Without emptying, the buffer holds G + ∂C/∂W₂."),
    ("zero_grad_omitted", "", REFUTED, "The results differ by ηG, which is zero only for G = 0; a documented error."),
    ("zero_grad_first", "", HOLDS, "Steps 1 and 2 neither read nor write the buffers, so step 3 commutes with them."),
    ("zero_grad_late", "", HOLDS, "Step 5 then subtracts η·0."),
    ("step_before_backward", "", HOLDS, "Step 5 then subtracts η·0; what step 4 adds afterwards is not used."),
    ("layer_1_output", "", HOLDS, "f applied entry by entry to W₁x + b₁."),
    ("layer_2_input", "", HOLDS, "The second layer is given what the first returns."),
    ("layer_2_output", "", HOLDS, "g is the identity, so the output is s₂."),
    ("chain_W2", "", HOLDS, _CHAIN),
    ("product_W2", "", REFUTED, _SHAPE_W2),
    ("product_W2", ORDERED, HOLDS, _OUTER_W2),
    ("product_W2_written_out", "", REFUTED, _SHAPE_W2),
    ("product_W2_written_out", ORDERED, HOLDS, _OUTER_W2),
    ("chain_b2", "", HOLDS, _CHAIN),
    ("product_b2", "", HOLDS, _BIAS),
    ("chain_W1", "", HOLDS, _CHAIN),
    ("hidden_weights", "", HOLDS, "s₂ is linear in a₁ with the matrix W₂."),
    ("product_W1", "", REFUTED, _SHAPE_W1),
    ("product_W1", ORDERED, HOLDS, _OUTER_W1),
    ("chain_b1", "", HOLDS, _CHAIN),
    ("product_b1", "", HOLDS, _BIAS),
    ("activation_matrix", "", REFUTED, "The Jacobian of an i×j array by an i×j array has four axes, the printed one two."),
    ("activation_matrix", ELEMENTWISE, HOLDS, "d(3 max(s, 0))/ds is 3 for s > 0 and 0 for s < 0."),
    ("activation_matrix", DIAGONAL, HOLDS, "a₁ₖ depends on s₁ₖ alone, so everything off the diagonal is 0."),
    ("activation_indices", "", REFUTED, "∂a₁₂/∂s₁₁ is 0, while ∂a₁₂/∂s₁₂ is 3 where s₁₂ > 0; and the last row is the first again."),
    ("activation_cases", "", REFUTED, "At s = 1 the value a is 3, but at s = 2 it is 6: the cases are those of the derivative."),
    ("activation_cases", "the derivative ∂aᵢⱼ/∂sᵢⱼ", HOLDS, "d(3 max(s, 0))/ds."),
    ("output_matrix", "", REFUTED, "ỹ = s₂, so the Jacobian is the identity; for K = 2 its entry (1, 2) is 0, not 1."),
    ("output_matrix", ELEMENTWISE, HOLDS, "ds/ds = 1, entry by entry."),
    ("output_matrix", "the identity matrix", HOLDS, "ỹ = s₂."),
    ("squared_error_gradient", "", HOLDS, "∂(ỹₖ − yₖ)²/∂ỹₖ = 2ỹₖ − 2yₖ; transposing a one-dimensional array changes nothing."),
]  # fmt: skip

CLASSIFICATION = [
    ("layer_1_output", "", HOLDS, "tanh applied entry by entry to W₁x + b₁."),
    ("layer_2_output", "", HOLDS, "σ(s) = (1 + e⁻ˢ)⁻¹."),
    ("chain_W2", "", HOLDS, _CHAIN),
    ("product_W2", "", REFUTED, _SHAPE_W2),
    ("product_W2", ORDERED, HOLDS, _OUTER_W2),
    ("product_b2", "", HOLDS, _BIAS),
    ("chain_W1", "", HOLDS, _CHAIN),
    ("product_W1", "", REFUTED, _SHAPE_W1),
    ("product_W1", ORDERED, HOLDS, _OUTER_W1),
    ("product_b1", "", HOLDS, _BIAS),
    ("tanh_matrix", "", REFUTED, "The Jacobian of an i×j array by an i×j array has four axes, the printed one two."),
    ("tanh_matrix", ELEMENTWISE, HOLDS, "tanh′ = 1 − tanh²."),
    ("tanh_matrix", DIAGONAL, HOLDS, "tanh′ = 1 − tanh², and entry k of a₁ depends on entry k of s₁ alone."),
    ("sigmoid_matrix", "", REFUTED, "The Jacobian of an i×j array by an i×j array has four axes, the printed one two."),
    ("sigmoid_matrix", ELEMENTWISE, HOLDS, "σ′ = σ(1 − σ)."),
    ("sigmoid_matrix", DIAGONAL, HOLDS, "σ′ = σ(1 − σ), and entry k of ỹ depends on entry k of s₂ alone."),
    ("squared_error_gradient", "", HOLDS, "C as a function of ỹ is what it was."),
    ("bce_loss", "", HOLDS, "The step computes −(1/K) Σ y log ỹ + (1 − y) log(1 − ỹ), which is C."),
    ("bce_five_steps", "", HOLDS, "Backward leaves ∂C/∂W₂ = (ỹ − y)/K a₁ᵀ, as σ′ = ỹ(1 − ỹ) cancels; the step subtracts η times it."),
    ("bce_five_steps_first_layer", "", HOLDS, "The same with ∂C/∂W₁ = diag(1 − a₁²) W₂ᵀ (ỹ − y)/K xᵀ."),
    ("bce_forward", "", HOLDS, "The cost comes after ỹ, which therefore stays what it was."),
    ("bce_chain_W2", "", HOLDS, _CHAIN),
    ("bce_product_W2", "", REFUTED, _SHAPE_W2),
    ("bce_product_W2", ORDERED, HOLDS, _OUTER_W2),
    ("bce_product_b2", "", HOLDS, _BIAS),
    ("bce_chain_W1", "", HOLDS, _CHAIN),
    ("bce_product_W1", "", REFUTED, _SHAPE_W1),
    ("bce_product_W1", ORDERED, HOLDS, _OUTER_W1),
    ("bce_product_b1", "", HOLDS, _BIAS),
    ("bce_tanh", "", HOLDS, "a₁ = tanh(s₁) in both nets, with 1 − tanh² on the diagonal."),
    ("bce_sigmoid", "", HOLDS, "σ′ = σ(1 − σ) on the diagonal."),
    ("cross_entropy_gradient", "", REFUTED, "For y = 1, K = 1 the printed product is 0, the derivative of −log ỹ is −1/ỹ."),
    ("cross_entropy_gradient", "a minus between the fractions", HOLDS, "∂/∂p of −(y log p + (1−y) log(1−p))/K, term by term."),
    ("easier", "", NOT_CHECKABLE, "An opinion."),
    ("nonlinear", "", HOLDS, "For a > 0 the left side is a, the right side relu(0) = 0."),
    ("faster", "", NOT_CHECKABLE, "About running times."),
    ("relu_never_saturates", "", REFUTED, "At s = −1 the slope is 0."),
    ("relu_never_saturates", "for positive inputs", HOLDS, "There the slope is 1."),
    ("relu_far_right", "", HOLDS, "The slope is 1 for every s > 0."),
    ("tanh_far_right", "", HOLDS, "1 − tanh² s < 4 e⁻²ˢ."),
    ("one_layer", "", REFUTED, "At s = −1 the slope of ReLU is 0, that of tanh 0.42."),
    ("one_layer", "for positive inputs", HOLDS, "1 ≥ 1 − tanh²."),
    ("many_layers", "", REFUTED, "At s = −1 the slope of ten ReLUs is 0, that of ten tanhs a product of ten positive numbers."),
    ("many_layers", "for positive inputs", HOLDS, "1 against a product of ten factors 1 − tanh² of something positive, each below 1."),
]  # fmt: skip

CONCEPTUAL = [
    ("softmax_sums_to_one", "", HOLDS, "Σₖ eˢᵏ / Σⱼ eˢʲ = 1."),
    ("softmax_nonnegative", "", HOLDS, "A quotient of positive numbers."),
    ("softmax_definition", "", HOLDS, "The definition."),
    ("softmax_limit", "", REFUTED, "For x = (1, 1) softmax is (½, ½) for every β; the one-hot argmax is (1, 0)."),
    ("softmax_limit", "the maximum is unique", HOLDS, "Divide by e^(β max x): every other term tends to 0."),
    ("softmax_limit", "ties share equally", HOLDS, "Divide by e^(β max x): each of r tied terms tends to 1/r."),
    ("softmax_hot", "", HOLDS, "At β = 0 every exponential is 1, and softmax is continuous in β."),
    ("softmax_negative", "", REFUTED, "For x = (1, 1) softmax is (½, ½) for every β; the one-hot argmin is (1, 0)."),
    ("softmax_negative", "the minimum is unique", HOLDS, "softmax(βx) = softmax((−β)(−x)), and the maximum of −x is unique."),
    ("softargmax", "", NOT_CHECKABLE, "About names."),
    ("figure_1", "", NOT_CHECKABLE, "The figure is missing."),
    ("figure_2", "", NOT_CHECKABLE, "The figure is missing."),
    ("gelu_derivative", "", HOLDS, "(tΦ(t))′ = Φ(t) + tφ(t)."),
    ("leaky_relu_derivative", "", HOLDS, "Slope 1 on the right, α on the left; 0 is a kink unless α = 1, where both branches say 1."),
    ("relu_derivative", "", HOLDS, "Slope 1 on the right, 0 on the left, 0 is a kink."),
    ("tanh_derivative", "", HOLDS, "tanh′ = 1 − tanh²."),
    ("sum_first", "", HOLDS, "∂(Σⱼ Wᵢⱼxⱼ)/∂xⱼ = Wᵢⱼ."),
    ("sum_second", "", HOLDS, "∂(Σⱼ Wᵢⱼxⱼ)/∂xⱼ = Wᵢⱼ."),
    ("sum_rule", "", HOLDS, "Differentiation is linear."),
    ("sum_matrix", "", HOLDS, "Differentiation is linear."),
    ("sum_equal_maps", "", HOLDS, "It holds for any two maps."),
    ("sum_equal_maps", EQUAL, HOLDS, "It holds for any two maps."),
    ("sum_twice_first", "", REFUTED, "For 1×1 matrices 1 and 0: 1 against 2."),
    ("sum_twice_first", EQUAL, HOLDS, "W₁ + W₁ = 2W₁."),
    ("sum_twice_second", "", REFUTED, "For 1×1 matrices 1 and 0: 2 against 0."),
    ("sum_twice_second", EQUAL, HOLDS, "W₂ + W₂ = 2W₂."),
    ("composition_first", "", HOLDS, "∂(Σⱼ Wᵢⱼxⱼ)/∂xⱼ = Wᵢⱼ."),
    ("composition_second", "", HOLDS, "∂(Σⱼ Wᵢⱼxⱼ)/∂xⱼ = Wᵢⱼ."),
    ("composition_rule", "", HOLDS, "The chain rule."),
    ("composition", "", HOLDS, "W₂(W₁x) = (W₂W₁)x."),
    ("composition_squared_first", "", REFUTED, "W₁ of shape (k, n) times itself is impossible for k ≠ n."),
    ("composition_squared_first", "both square", REFUTED, "For 1×1 matrices 1 and 0: 0 against 1."),
    ("composition_squared_first", EQUAL, HOLDS, "W₁(W₁x) = W₁²x."),
    ("composition_squared_second", "", REFUTED, "W₁ of shape (k, n) times itself is impossible for k ≠ n."),
    ("composition_squared_second", "both square", REFUTED, "For 1×1 matrices 1 and 0: 1 against 0."),
    ("composition_squared_second", EQUAL, HOLDS, "W₂(W₂x) = W₂²x."),
]  # fmt: skip

LOSSES = [
    ("perceptron_prediction", "", REFUTED, "sign(0) = 0: b = 0 and w = 0 give a prediction that is neither −1 nor 1."),
    ("perceptron_prediction", "the score is not zero", HOLDS, "The sign of a number other than 0 is −1 or 1."),
    ("perceptron_sign", "", REFUTED, "y = 1, ỹ = 1, x = (1): the product is 1."),
    ("perceptron_sign", "a minus between y and ỹ", REFUTED, "y = 1, ỹ = −1, x = (1), as for w = (−1), b = 0: 2."),
    ("perceptron_sign", "a minus, and the score for xᵢ", HOLDS, "(y − sign s)s is ys − |s|, and y is ±1."),
    ("perceptron_loss", "", REFUTED, "Away from the kink −∇ = yỹx; where ỹ = y the rule adds 0, but yỹx = x."),
    ("perceptron_loss", "a minus between y and ỹ", HOLDS, "Away from the kink ỹ is constant in w, so −∇ = (y − ỹ)x: the constant is 1."),
    ("adaline_distance", "", HOLDS, "The norm of one number is its magnitude, and √(2·½r²) = |r|."),
    ("adaline_rule", "", HOLDS, "−∇½(y − s)² = (y − s)x: the constant is 1."),
    ("tanh_is_odd", "", HOLDS, "(e⁻ᵘ − eᵘ)/(e⁻ᵘ + eᵘ) = −tanh u."),
    ("same_equation", "", HOLDS, "tanh is odd and y is ±1, so tanh(ys) = y tanh(s)."),
    ("line_1", "", REFUTED, "tanh is below 1 everywhere; at margin 0 it is 0."),
    ("line_1", GROWS, HOLDS, "tanh u → 1."),
    ("line_2", "", REFUTED, "At margin 1 the left side is 1.46."),
    ("line_2", GROWS, REFUTED, "2/(1 + e⁻ᵘ) → 2."),
    ("line_2", "the left side of the line before", REFUTED, "At u = 0: 0 against 1."),
    ("line_2", "the left side of the line before, with a lost −1", REFUTED, "2σ(u) − 1 = tanh(u/2), which is not tanh(u)."),
    ("line_3", "", REFUTED, "At margin 0 the left side is 2."),
    ("line_3", GROWS, HOLDS, "1 + e⁻ᵘ → 1."),
    ("line_3", "the left side of the line before", REFUTED, "At u = 0: 1 against 2."),
    ("line_4", "", REFUTED, "At margin 0 the left side is log 2."),
    ("line_4", GROWS, HOLDS, "log(1 + e⁻ᵘ) → log 1."),
    ("line_4", "the logarithm of the line before", HOLDS, "exp(log v) = v for v > 0."),
    ("b_does_not_matter", "", REFUTED, "The gradient is 2yσ(−ys)x, and s contains b: for w = 0, x = (1), y = 1 it is 1 at b = 0, 0.54 at b = 1."),
    ("logistic_rule", "", REFUTED, "−∇ = −2yσ(−y w·x)x points away from (y − tanh s)x, whose sign is that of y."),
    ("logistic_rule", "without b in the prediction", REFUTED, "The same with s = w·x: opposite directions."),
    ("logistic_rule", "a plus sign, with b", REFUTED, "2yσ(−ys)x against 2yσ(−2ys)x, as y − tanh s = 2yσ(−2ys): the ratio depends on s."),
]  # fmt: skip

TABLE = {
    "regression": REGRESSION,
    "classification": CLASSIFICATION,
    "conceptual": CONCEPTUAL,
    "losses": LOSSES,
}
