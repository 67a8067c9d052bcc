/// The two critical values of a family of verdicts over the groups of one grouping.
public struct CriticalValues: Sendable, Hashable {
  /// For a claim about all pairs, which needs no adjustment: accepting it takes every single pair.
  public let single: Double
  /// For a claim that some pair fails, adjusted for looking at all of them.
  public let family: Double

  /// Takes both values as they are; `family` must not be below `single`.
  public init(single: Double, family: Double) {
    precondition(single <= family, "an adjusted critical value is not below the plain one")
    self.single = single
    self.family = family
  }

  /// The values for looking at `numbers` numbers themselves, each against a constant.
  public init(confidence: Double, numbers: Int) {
    let alpha = 1 - confidence
    self.init(
      single: Normal.quantile(1 - alpha / 2), family: Normal.quantile(1 - alpha / (2 * Double(max(1, numbers)))))
  }

  /// The values for `groups` ≥ 2 eligible groups at `confidence` (two-sided), of which α is divided by `families`.
  ///
  /// A reference chosen by the data calls for all pairs, hence the studentised range; a declared one for a Bonferroni
  /// correction over the groups compared with it. Against constants one group is enough, and against
  /// everybody else where groups share people.
  public init(confidence: Double, groups: Int, reference: FamilyVerdict.Reference, families: Int = 1) {
    precondition(confidence > 0 && confidence < 1 && families >= 1, "a family needs a level")
    let alpha = (1 - confidence) / Double(families)
    single = Normal.quantile(1 - alpha / 2)
    switch reference {
    case .constants, .complement: precondition(groups >= 1, "a family needs groups")
    case .highest, .lowest, .named, .overall: precondition(groups >= 2, "a family needs two groups")
    }
    let adjusted =
      switch reference {
      case .highest, .lowest: StudentizedRange.quantile(1 - alpha, groups: groups) / 2.0.squareRoot()
      case .named: Normal.quantile(1 - alpha / (2 * Double(groups - 1)))
      case .overall, .complement, .constants: Normal.quantile(1 - alpha / (2 * Double(groups)))
      }
    family = max(single, adjusted)
  }
}
