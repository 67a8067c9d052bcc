public import AuditRecord

/// Which columns of the data hold what, and what their labels mean.
///
/// Column names and labels are compared by their bytes.
public struct DecisionColumns: Sendable, Hashable {
  /// Who was decided about. Only checked for repetitions; never kept.
  public var subject: String?

  /// The decision; an empty one is missing and leaves the row out.
  public var decision: String

  /// The labels of the decision that people want.
  public var favourable: [Label]

  /// The other labels. With them any further label is an error; without them every further label is unfavourable.
  public var unfavourable: [Label]?

  /// What turned out to be true; an empty one is missing.
  public var outcome: String?

  /// The labels of a positive outcome.
  public var positive: [Label]

  /// The other labels of the outcome. With them any further label is an error; without them it is negative.
  public var negative: [Label]?

  /// How many identical rows the row stands for; without it, one.
  public var count: String?

  /// The groups.
  public var groups: [GroupColumn]

  /// The columns within which groups are compared.
  public var strata: [String]

  /// The labels of groups and strata that mean: not known.
  public var unknown: [Label]

  /// The byte between two fields; without it a tab for `.tsv`, `.tsv.gz` and `.tsv.zst`, else a comma.
  public var delimiter: UInt8?

  /// The meaning of the columns.
  ///
  /// - Precondition: The delimiter is not a quote, a line break, a NUL or part of a multi-byte character.
  public init(
    subject: String? = nil, decision: String, favourable: [Label], unfavourable: [Label]? = nil,
    outcome: String? = nil, positive: [Label] = [], negative: [Label]? = nil, count: String? = nil,
    groups: [GroupColumn] = [], strata: [String] = [], unknown: [Label] = [""], delimiter: UInt8? = nil
  ) {
    precondition(delimiter.map(Self.isDelimiter) ?? true, "this byte cannot separate fields")
    self.subject = subject
    self.decision = decision
    self.favourable = favourable
    self.unfavourable = unfavourable
    self.outcome = outcome
    self.positive = positive
    self.negative = negative
    self.count = count
    self.groups = groups
    self.strata = strata
    self.unknown = unknown
    self.delimiter = delimiter
  }

  /// Whether a byte may separate fields: any ASCII byte but the quote, line breaks and NUL.
  public static func isDelimiter(_ byte: UInt8) -> Bool {
    byte > 0 && byte < 0x80 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\n") && byte != UInt8(ascii: "\r")
  }

  /// The layout before any row is read: groups, then strata, with the bins as labels where there are bins.
  var emptyLayout: DecisionLayout {
    DecisionLayout(
      axes: groups.map { DecisionLayout.Axis(name: $0.name, role: .group, edges: $0.bins) }
        + strata.map { DecisionLayout.Axis(name: $0, role: .stratum, edges: nil) },
      finest: [])
  }

  /// The columns in the order in which ``DecisionScanner`` takes them.
  var wanted: [WantedColumn] {
    let single = [(decision, "decision"), (outcome, "outcome"), (count, "count"), (subject, "subject")]
    return single.compactMap { column, purpose in column.map { WantedColumn($0, purpose) } }
      + groups.map { WantedColumn($0.column, "group") } + strata.map { WantedColumn($0, "stratum") }
  }
}

/// A column whose labels are groups.
public struct GroupColumn: Sendable, Hashable {
  /// How the groups are called in the plan and in the record.
  public var name: String

  /// The column in the data.
  public var column: String

  /// The edges of the bins of a numeric column. Every bin holds its lower edge, only the last its upper one as well;
  /// a value outside all of them is unknown.
  public var bins: [Double]?

  /// A group column.
  ///
  /// - Parameters:
  ///   - name: How the groups are called.
  ///   - column: The column in the data; the same as the name unless said otherwise.
  ///   - bins: The edges of the bins.
  /// - Precondition: The edges satisfy ``areEdges(_:)``.
  public init(name: String, column: String? = nil, bins: [Double]? = nil) {
    precondition(bins.map(Self.areEdges) ?? true, "bins need two or more finite edges, each above the one before")
    self.name = name
    self.column = column ?? name
    self.bins = bins
  }

  /// Whether numbers can be the edges of bins: two or more, finite, each above the one before.
  public static func areEdges(_ edges: [Double]) -> Bool {
    edges.count >= 2 && edges.allSatisfy(\.isFinite) && zip(edges, edges.dropFirst()).allSatisfy { $0 < $1 }
  }
}
