import AuditInputs
import AuditRecord

/// What becomes of a column in an extract.
struct ExtractColumn {
  /// How its fields are written.
  enum Form {
    /// As they stand.
    case same
    /// Ids as pseudonyms.
    case pseudonym(PseudonymDomain)
    /// Numbers as one number of their bin.
    case binned(BinRepresentative)
    /// Not at all: it is read for what it says of people together with others.
    case left
  }

  let name: String
  var form: Form
  /// Whether people could be told apart by what is written of it.
  var isQuasiIdentifier: Bool
  /// Whether its fields are few labels, which are looked through for ids.
  var isOfLabels: Bool
  /// Whether its fields say how many people a row stands for.
  var isCount = false

  /// The column as a reader looks for it.
  var wanted: WantedColumn {
    if case .left = form { WantedColumn(name, "quasi-identifier") } else { WantedColumn(name, "wanted") }
  }

  /// What becomes of the columns of a table, each once; nil where this version does not know what a column is for.
  ///
  /// - Parameters:
  ///   - groups: The columns of groups, with their bins.
  ///   - further: Columns by which people could be told apart, which an audit does not read.
  static func all(
    _ wanted: [WantedColumn], groups: [GroupColumn], unknown: [Label], further: [String]
  ) -> [ExtractColumn]? {
    var columns: [ExtractColumn] = []
    for one in wanted {
      guard var form = Self.forms[one.purpose] else { return nil }
      if one.purpose == "group" {
        let uses = groups.filter { $0.column == one.column }
        // A column that is read for its labels too stays as it is.
        let isLabels = wanted.contains { $0.column == one.column && $0.purpose != "group" }
        if !isLabels, !uses.isEmpty, uses.allSatisfy({ $0.bins != nil }) {
          form = .binned(BinRepresentative(uses.compactMap(\.bins), unknown: unknown))
        }
      }
      guard !columns.contains(where: { $0.name == one.column }) else { continue }
      let isOfLabels = Self.ofLabels.contains(one.purpose)
      columns.append(
        ExtractColumn(
          name: one.column, form: form, isQuasiIdentifier: ["group", "stratum", "context"].contains(one.purpose),
          isOfLabels: isOfLabels, isCount: ["count", "people"].contains(one.purpose)))
    }
    for name in further {
      if let index = columns.firstIndex(where: { $0.name == name }) {
        columns[index].isQuasiIdentifier = true
      } else {
        columns.append(ExtractColumn(name: name, form: .left, isQuasiIdentifier: true, isOfLabels: false))
      }
    }
    return columns
  }

  private static let ofLabels: Set<String> = [
    "group", "stratum", "stratum of the sample", "context", "decision", "baseline", "outcome", "level", "mode",
  ]

  /// How a column is written, by what an audit reads it for. What is not listed leaves no column behind: a new kind of id must never
  /// leave as it stands.
  private static let forms: [String: Form] = [
    "subject": .pseudonym(.person), "cluster": .pseudonym(.person), "user": .pseudonym(.person),
    "item": .pseudonym(.item), "list": .pseudonym(.list),
    "decision": .same, "baseline": .same, "selected": .same, "outcome": .same, "people": .same, "count": .same,
    "score": .same,
    "amount": .same,
    "predicted amount": .same, "weight": .same, "group": .same, "stratum": .same, "stratum of the sample": .same,
    "context": .same, "rank": .same,
    "engagement": .same, "popularity": .same, "grade": .same, "time": .same, "level": .same, "mode": .same,
  ]
}

/// One number for all numbers between two edges of bins, so that an extract says which bin a number lies in and no more.
///
/// Where a column has several bins, their edges together divide it. A number that is the upper edge of a last bin stays, since that bin
/// holds it.
struct BinRepresentative {
  private let edges: [Double]
  /// The upper edges of the last bins.
  private let last: Set<Double>
  private let unknown: Set<Label>

  init(_ bins: [[Double]], unknown: [Label]) {
    edges = Set(bins.flatMap { $0 }).sorted()
    last = Set(bins.compactMap(\.last))
    self.unknown = Set(unknown)
  }

  /// The number that stands for one, as text; nil for text that is no number, or that means not known.
  func text(for field: String) -> String? {
    guard !unknown.contains(Label(field)), let number = DecimalNumber.parse(field) else { return nil }
    if last.contains(number) { return Bins.text(number) }
    let above = edges.firstIndex { $0 > number } ?? edges.count
    // A number that the plan calls not known stands for nothing else.
    for parts in 2...64 {
      let found = within(above, parts)
      let text = Bins.text(found)
      if !unknown.contains(Label(text)), DecimalNumber.parse(text) == found { return text }
    }
    return nil
  }

  /// A number below the edge `above`, and not below the one before it.
  private func within(_ above: Int, _ parts: Int) -> Double {
    let share = 1 / Double(parts)
    guard above > 0 else { return min(edges[0] - 2 * share, edges[0].nextDown) }
    let low = edges[above - 1]
    guard above < edges.count else { return max(low + 2 * share, low.nextUp) }
    let high = edges[above]
    let found = low + (high - low) * share
    return found > low && found < high ? found : low
  }
}
