package import AuditRecord

/// What the codes of groups and strata mean.
///
/// Two readings of parts of the same data meet labels in different orders: bring their layouts together with
/// ``union(with:)``, then into the one order that does not depend on the reading with ``sorted()``.
package struct DecisionLayout: Sendable, Hashable, Codable {
  /// The groups in the order of the plan, then the strata.
  package var axes: [Axis]

  /// The label codes of each finest group [finest groups × axes]; a code below 0 stands for none, see ``unknown``.
  ///
  /// A row without a decision counts as observed: its finest group is listed even if no judged row has it.
  package var finest: [[Int32]]

  /// The code of a label that is not known.
  package static let unknown: Int32 = -1

  /// The code of a number outside the bins.
  package static let outside: Int32 = -2

  /// A layout.
  ///
  /// - Precondition: Every row of `finest` has a code for every axis, and no two are equal.
  package init(axes: [Axis], finest: [[Int32]]) {
    self.axes = axes
    self.finest = finest
  }

  /// One column of groups or strata.
  package struct Axis: Sendable, Hashable, Codable {
    /// How it is called in the plan.
    package var name: String

    /// What the comparison does with it.
    package var role: Role

    /// Its labels by code; the bins in numeric order for a column with bins, whether or not they occur.
    package var labels: [Label]

    /// The edges of its bins, if it has bins.
    package var edges: [Double]?

    /// An axis; with edges, its labels are the bins.
    package init(name: String, role: Role, labels: [Label] = [], edges: [Double]? = nil) {
      self.name = name
      self.role = role
      self.labels = edges.map(Bins.labels(of:)) ?? labels
      self.edges = edges
    }
  }

  /// What the comparison does with an axis.
  package enum Role: String, Sendable, Hashable, Codable {
    /// Its labels are compared with each other.
    case group
    /// The comparison is made within each of its labels.
    case stratum
    /// Rows were sampled within each of its labels.
    case sampling
  }

  /// The layout that holds the labels and finest groups of both, those of `other` that are new at the end.
  ///
  /// - Returns: The layout, and for each of the two the new code of each of its finest groups.
  /// - Precondition: Both have the same axes, labels aside.
  package func union(with other: DecisionLayout) -> (layout: DecisionLayout, mapping: [Int32], otherMapping: [Int32]) {
    precondition(axes.map(\.bare) == other.axes.map(\.bare), "only layouts with the same axes can be united")
    var layout = self
    var translations: [[Int32]] = []
    for axis in axes.indices {
      var codes = Dictionary(uniqueKeysWithValues: axes[axis].labels.enumerated().map { ($1, Int32($0)) })
      translations.append(
        other.axes[axis].labels.map { label in
          if let code = codes[label] { return code }
          let code = Int32(layout.axes[axis].labels.count)
          codes[label] = code
          layout.axes[axis].labels.append(label)
          return code
        })
    }
    var codes = Dictionary(uniqueKeysWithValues: finest.enumerated().map { ($1, Int32($0)) })
    let otherMapping = other.finest.map { tuple in
      let translated = zip(translations, tuple).map { $1 < 0 ? $1 : $0[Int($1)] }
      if let code = codes[translated] { return code }
      let code = Int32(layout.finest.count)
      codes[translated] = code
      layout.finest.append(translated)
      return code
    }
    return (layout, finest.indices.map { Int32($0) }, otherMapping)
  }

  /// The layout in the order that does not depend on the reading: labels by their bytes, bins by their numbers, finest
  /// groups by their codes from the first axis on, unknown first.
  ///
  /// - Returns: The layout, and the new code of each finest group.
  package func sorted() -> (layout: DecisionLayout, mapping: [Int32]) {
    var layout = self
    var translations: [[Int32]] = []
    for axis in axes.indices {
      let labels = axes[axis].labels
      let order = axes[axis].edges == nil ? labels.indices.sorted { labels[$0] < labels[$1] } : Array(labels.indices)
      layout.axes[axis].labels = order.map { labels[$0] }
      translations.append(inverse(of: order))
    }
    let translated = finest.map { tuple in zip(translations, tuple).map { $1 < 0 ? $1 : $0[Int($1)] } }
    let order = translated.indices.sorted { translated[$0].lexicographicallyPrecedes(translated[$1]) }
    layout.finest = order.map { translated[$0] }
    return (layout, inverse(of: order))
  }

  private func inverse(of order: [Int]) -> [Int32] {
    var inverse = [Int32](repeating: 0, count: order.count)
    for (new, old) in order.enumerated() { inverse[old] = Int32(new) }
    return inverse
  }
}

extension DecisionLayout.Axis {
  /// The axis without its labels.
  fileprivate var bare: Self {
    var bare = self
    bare.labels = []
    return bare
  }
}
