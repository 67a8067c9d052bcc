import AuditInputs
import AuditRecord

/// Finds labels that are the same but for how they are written: letters large or small, blanks of any kind, the Unicode form of
/// accents, and the format of a number.
struct Spellings: Sendable {
  private let labels: [String: Label]

  /// Knows these labels; of two that are written alike the first.
  init(_ labels: [Label]) {
    self.labels = Dictionary(labels.map { (Self.key($0), $0) }) { first, _ in first }
  }

  /// The known label from which this one differs only in how it is written.
  func twin(of label: Label) -> Label? {
    guard !labels.isEmpty, let twin = labels[Self.key(label)], twin != label else { return nil }
    return twin
  }

  /// The labels that have a twin, twins together, in the order of their bytes.
  static func alike(_ labels: [LabelCount]) -> [[LabelCount]] {
    var twins: [String: [LabelCount]] = [:]
    for label in labels { twins[key(label.label), default: []].append(label) }
    return twins.values.filter { $0.count > 1 }.map { $0.sorted { $0.label < $1.label } }
      .sorted { $0[0].label < $1[0].label }
  }

  /// What labels that are written alike have in common. Swift compares its text by canonical equivalence.
  private static func key(_ label: Label) -> String {
    var words = String.UnicodeScalarView()
    var isApart = false
    for scalar in label.text.unicodeScalars {
      guard !scalar.isBlank else {
        // What shows nothing at all parts no words.
        isApart = isApart || scalar.properties.isWhitespace
        continue
      }
      if isApart, !words.isEmpty { words.append(" ") }
      isApart = false
      words.append(scalar)
    }
    let text = String(words).lowercased()
    // More digits than a double tells apart are an identifier, not a number.
    guard text.utf8.count(where: { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }) <= 15,
      let number = DecimalNumber.parse(text), number.isFinite
    else { return text }
    return "number \(Bins.text(number == 0 ? 0 : number))"
  }
}
