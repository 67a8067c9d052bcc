/// What a value of the plan may look like.
package indirect enum PlanShape: Sendable {
  /// Text; quoted or not.
  case text
  /// A whole number of at least this.
  case integer(atLeast: Int)
  /// A number.
  case number
  /// `true` or `false`.
  case boolean
  /// One of these words.
  case choice([String])
  /// A list of at least one; a single value stands for a list of one when `orSingle`.
  case list(PlanShape, orSingle: Bool)
  /// A list, of none as well.
  case listOrNone(PlanShape)
  /// A list of exactly two numbers, the lower first.
  case range
  /// A list of increasing numbers, at least two.
  case increasing
  /// A number of days, as 90d.
  case days
  /// Members of any name, at least one, each of this shape.
  case named(PlanShape)
  /// Named members.
  case mapping([PlanField])
  /// The first shape that fits the kind of value: a scalar, a list or a mapping.
  case either([PlanShape])
}

/// A key of the plan: its name, its shape and its words, from which validation, schema and documentation derive.
package struct PlanField: Sendable {
  /// The key.
  package let name: String
  /// What its value may look like.
  package let shape: PlanShape
  /// True when the plan is no plan without it.
  package let required: Bool
  /// What it means.
  package let words: String
  /// What is used when it is absent, in words.
  package let fallback: String?
  /// Why it is refused, for a key whose feature this version lacks.
  package let refused: String?

  /// A key that this version reads.
  static func key(
    _ name: String, _ shape: PlanShape, required: Bool = false, fallback: String? = nil, _ words: String
  ) -> PlanField {
    PlanField(name: name, shape: shape, required: required, words: words, fallback: fallback, refused: nil)
  }

  /// A key that the contract names and this version cannot honour.
  static func later(_ name: String, _ refused: String) -> PlanField {
    PlanField(name: name, shape: .text, required: false, words: refused, fallback: nil, refused: refused)
  }
}
