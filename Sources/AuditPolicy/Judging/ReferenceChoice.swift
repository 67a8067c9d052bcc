package import AuditRecord
package import AuditStatistics

/// The reference group that a rule chose among the groups of a grouping.
package enum ReferenceChoice: Sendable, Hashable {
  /// One of the groups, by index.
  case group(Int)
  /// Everybody whose group is known.
  case overall
  /// Everybody else whose group is known.
  case complement
  /// The share that the group should have.
  case target
  /// Nothing could be chosen.
  case none(UndefinedReason)

  /// Applies a rule to any numbers; `highest` and `lowest` look at eligible groups that have one.
  package init(rule: ReferenceRule, groups: [[Label]], values: [Double?], eligible: [Bool]) {
    func best(_ isBetter: (Double, Double) -> Bool) -> ReferenceChoice {
      var chosen: (index: Int, value: Double)?
      for index in values.indices where eligible[index] {
        guard let value = values[index] else { continue }
        if let current = chosen, !isBetter(value, current.value) { continue }
        chosen = (index, value)
      }
      return chosen.map { .group($0.index) } ?? .none(.noEligibleReference)
    }
    switch rule {
    case .highest: self = best(>)
    case .lowest: self = best(<)
    case .group(let labels): self = groups.firstIndex(of: labels).map { .group($0) } ?? .none(.referenceNotObserved)
    case .overall: self = .overall
    case .complement: self = .complement
    case .target: self = .target
    case .worstPair, .nextLevel, .none: self = .none(.noEligibleReference)
    }
  }

  /// What `group` is compared with: the chosen group, or the others together.
  ///
  /// - Returns: Nothing where nothing was chosen.
  package func proportion(for group: Int, among proportions: [Proportion]) -> Proportion? {
    switch self {
    case .group(let index): return proportions[index]
    case .target, .none: return nil
    case .overall, .complement:
      let rest = self == .overall ? proportions.indices.map { $0 } : proportions.indices.filter { $0 != group }
      return Proportion(
        successes: rest.reduce(0) { $0 + proportions[$1].successes },
        trials: rest.reduce(0) { $0 + proportions[$1].trials })
    }
  }

  /// The chosen group.
  package var index: Int? { if case .group(let index) = self { index } else { nil } }

  /// The choice as the record names it.
  package func described(rule: ReferenceRule, groups: [[Label]]) -> ChosenReference {
    switch self {
    case .group(let index): ChosenReference(rule: rule.word, group: groups[index])
    case .overall, .complement, .target: ChosenReference(rule: rule.word)
    case .none:
      if case .group(let labels) = rule {
        ChosenReference(rule: rule.word, group: labels)
      } else {
        ChosenReference(rule: rule.word)
      }
    }
  }
}

/// Why a number does not exist, as an error.
package struct Missing: Error, Sendable, Hashable {
  /// The reason.
  package let reason: UndefinedReason

  /// States a reason.
  package init(_ reason: UndefinedReason) { self.reason = reason }
}
