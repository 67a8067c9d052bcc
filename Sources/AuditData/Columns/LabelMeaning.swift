import AuditInputs
import AuditRecord

/// What the labels of one column of groups or strata mean.
///
/// Readers number labels as they come. What becomes of them is said once all are known, by ``folded(_:edges:)``.
struct LabelMeaning: Sendable {
  /// Labels that the plan calls not known.
  private let unknown: Set<Label>
  /// Labels that are groups whatever they look like.
  private let named: Set<Label>
  /// The name under which labels are joined.
  private let joined: [Label: Label]
  private let spellings: Spellings
  private let rules: LabelRules
  private let separator: String?
  /// The only labels that are groups; empty where any may be.
  private let levels: Set<Label>

  /// - Parameters:
  ///   - separator: What stands between several labels of one person.
  ///   - levels: The only labels that are groups; empty where any may be.
  init(unknown: [Label], rules: LabelRules = LabelRules(), separator: String? = nil, levels: [Label] = []) {
    self.levels = Set(levels)
    self.rules = rules
    self.separator = separator
    self.unknown = Set(unknown)
    hasUnknownNumbers = unknown.contains { DecimalNumber.parse($0.text) != nil }
    named = Set(rules.named)
    joined = rules.same.reduce(into: [:]) { joined, same in
      for label in [same.name] + same.labels { joined[label] = same.name }
    }
    spellings = Spellings(rules.named + unknown.filter { MissingWord.word(of: $0) == nil })
  }

  /// How many labels it calls not known.
  var unknownCount: Int { unknown.count + MissingWord.all.count }

  /// Whether the plan calls a number not known.
  let hasUnknownNumbers: Bool

  /// Whether the plan calls a label not known.
  func isDeclaredUnknown(_ label: Label) -> Bool { unknown.contains(label) }

  /// The label under which one that says nothing about the group is counted: itself, or the word for a missing value;
  /// nothing for any other.
  func unknownWord(_ label: Label) -> Label? {
    if named.contains(label) { return nil }
    return unknown.contains(label) ? label : MissingWord.word(of: label)
  }

  /// Whether a label says nothing about the group.
  func isUnknown(_ label: Label) -> Bool { unknownWord(label) != nil }

  /// Whether the plan lists all groups, and a label that says something is none of them.
  func isStray(_ label: Label) -> Bool { !levels.isEmpty && !levels.contains(joined[label] ?? label) }

  /// The declared label from which this one differs only in how it is written.
  func twin(of label: Label) -> Label? {
    named.contains(label) || unknown.contains(label) ? nil : spellings.twin(of: label)
  }

  /// What becomes of labels: the labels of the axis, and the code of each that was read; −1 is not known, −2 outside bins.
  func folded(_ labels: [Label], edges: [Double]?) -> (labels: [Label], codes: [Int32]) {
    if let edges {
      let bins = edges.count - 1
      return (
        Bins.labels(of: edges),
        labels.indices.map { $0 < bins ? Int32($0) : $0 < bins + 2 ? DecisionLayout.outside : DecisionLayout.unknown }
      )
    }
    var found: [Label: Int32] = [:]
    var kept: [Label] = []
    let codes = labels.map { label -> Int32 in
      guard let name = name(of: label) else { return DecisionLayout.unknown }
      if let code = found[name] { return code }
      let code = Int32(kept.count)
      found[name] = code
      kept.append(name)
      return code
    }
    return (kept, codes)
  }

  /// The group of a label; nothing where it says nothing. Several labels, in the order of their bytes, say nothing where one
  /// of them is not known: whoever has it may have any other too.
  private func name(of label: Label) -> Label? {
    guard let separator else { return isUnknown(label) ? nil : joined[label] ?? label }
    var parts: Set<Label> = []
    for part in label.text.split(separator: separator, omittingEmptySubsequences: false) {
      var scalars = part.unicodeScalars[...]
      while scalars.first?.isBlank == true { scalars.removeFirst() }
      while scalars.last?.isBlank == true { scalars.removeLast() }
      let own = Label(String(scalars))
      // Nothing stands behind a separator at the end.
      if own.text.isEmpty { continue }
      if isUnknown(own) { return nil }
      parts.insert(joined[own] ?? own)
    }
    return parts.isEmpty ? nil : Label(parts.sorted().map(\.text).joined(separator: separator))
  }

  /// What is odd about the labels of a column.
  ///
  /// - Parameters:
  ///   - labels: The labels that were read, as ``LabelColumn/raw`` has them, with how often each occurs.
  ///   - edges: The edges of the bins, if it has bins.
  func warnings(
    _ labels: [LabelCount], edges: [Double]?, table: String, column: String, role: String
  ) -> [DataWarning] {
    func warning(_ code: DataWarningCode, _ labels: [LabelCount], of all: Int) -> DataWarning? {
      guard !labels.isEmpty else { return nil }
      let (rows, units) = (labels.reduce(0) { $0 + $1.rows }, labels.reduce(0) { $0 + $1.units })
      return DataWarning(
        code, table: table, column: column, role: role, labels: labels.sorted { $0.label < $1.label }, rows: rows,
        units: units, share: all > 0 ? Double(units) / Double(all) : nil)
    }
    let all = labels.reduce(0) { $0 + $1.units }
    var outside: [LabelCount] = []
    var words: [LabelCount] = []
    if let edges {
      let bins = edges.count - 1
      for (code, text) in [(bins, "below \(Bins.text(edges[0]))"), (bins + 1, "above \(Bins.text(edges[bins]))")] {
        if labels[code].rows > 0 {
          outside.append(LabelCount(Label(text), rows: labels[code].rows, units: labels[code].units))
        }
      }
      words = labels.dropFirst(bins + 2).map {
        LabelCount(Label(String($0.label.text.dropFirst())), rows: $0.rows, units: $0.units)
      }
    } else {
      words = labels
    }
    let missing = words.filter {
      isUnknown($0.label) && !unknown.contains($0.label) && !$0.label.text.isEmpty
    }
    let kept = edges == nil && separator == nil ? labels.filter { !isUnknown($0.label) } : []
    let alike = Spellings.alike(kept.filter { joined[$0.label] == nil || joined[$0.label] == $0.label })
    let seen = Set(words.map(\.label))
    let unseen = rules.same.flatMap(\.labels).filter { !seen.contains($0) }.map { LabelCount($0, rows: 0, units: 0) }
    return [
      warning(.missingWords, missing, of: all), warning(.outsideBins, outside, of: all),
      warning(.unseenLabels, edges == nil && separator == nil ? unseen : [], of: 0),
    ].compactMap(\.self) + alike.compactMap { warning(.labelsAlike, $0, of: all) }
  }
}
