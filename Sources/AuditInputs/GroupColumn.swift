package import AuditRecord

/// A column whose labels are groups.
package struct GroupColumn: Sendable, Hashable {
  /// How the groups are called in the plan and in the record.
  package var name: String

  /// The column in the data.
  package var column: String

  /// The edges of the bins of a numeric column. Every bin holds its lower edge, only the last its upper one as well;
  /// a value outside all of them is in no group.
  package var bins: [Double]?

  /// What the plan says of its labels.
  package var rules: LabelRules

  /// Groups that must be there: one that nobody has is not enough data.
  package var expected: [Label] = []

  /// From which share on groups are compared; nothing where all are.
  package var notCompared: NotCompared?

  /// The only labels that it may have beside those that are not known, where the plan lists them all: any other is an error. Empty
  /// where it does not.
  package var levels: [Label] = []

  /// How it is known who belongs to which group; nothing where the plan does not say.
  package var obtained: Obtained?

  /// What stands between several labels of one person, who then belongs to the group of exactly these labels, whatever
  /// their order; without it, a person has one label.
  package var separator: String?

  /// Whether a person with several labels counts in the group of each of them, so that groups share people.
  package var countsEach = false

  /// A group column.
  ///
  /// - Parameters:
  ///   - name: How the groups are called.
  ///   - column: The column in the data; the same as the name unless said otherwise.
  ///   - bins: The edges of the bins.
  ///   - rules: What is said of its labels.
  ///   - separator: What stands between several labels; not empty, and none beside bins.
  /// - Precondition: The edges satisfy ``areEdges(_:)``.
  package init(
    name: String, column: String? = nil, bins: [Double]? = nil, rules: LabelRules = LabelRules(),
    separator: String? = nil
  ) {
    precondition(bins.map(Self.areEdges) ?? true, "bins need two or more finite edges, each above the one before")
    self.name = name
    self.column = column ?? name
    self.bins = bins
    self.rules = rules
    self.separator = separator
  }

  /// Whether numbers can be the edges of bins: two or more, finite, each above the one before.
  package static func areEdges(_ edges: [Double]) -> Bool {
    edges.count >= 2 && edges.allSatisfy(\.isFinite) && zip(edges, edges.dropFirst()).allSatisfy { $0 < $1 }
  }
}

/// A column whose labels are groups of items.
package struct ItemGroupColumn: Sendable, Hashable {
  /// Its name, its column and its bins.
  package var group: GroupColumn

  /// What stands between two labels of one item; without it, an item has one label. In RecBole files a `token_seq` is
  /// separated by spaces unless said otherwise.
  package var separator: String?

  /// How an item with several labels counts.
  package var counting: Counting

  /// The share that each of the groups should have; nothing means that of all columns.
  package var target: Target?

  /// How an item with several labels counts.
  package enum Counting: String, Sendable, Hashable, Codable, CaseIterable {
    /// The labels share the item in equal parts.
    case fractional
    /// Each label has the whole item.
    case full
  }

  /// A group column.
  ///
  /// - Precondition: The separator is not empty, and there is none beside bins.
  package init(
    _ group: GroupColumn, separator: String? = nil, counting: Counting = .fractional, target: Target? = nil
  ) {
    precondition(separator.map { !$0.isEmpty && group.bins == nil } ?? true, "labels are separated by text, bins not")
    self.group = group
    self.separator = separator
    self.counting = counting
    self.target = target
  }
}
