/// A value in a YAML document, with its place.
struct YAMLNode {
  /// Where a node begins.
  struct Place {
    /// Line, from 1.
    let line: Int
    /// Column in characters, from 1.
    let column: Int
  }

  /// What a node holds.
  enum Content {
    case scalar(Scalar)
    case sequence([YAMLNode])
    case mapping([(key: YAMLNode, value: YAMLNode)])
  }

  /// One value as text.
  struct Scalar {
    /// The text, its quotes and escapes resolved.
    let text: String
    /// Whether it stands without quotes and in no block of text.
    let isPlain: Bool
    /// Whether quotes or a tag say that it is text, whatever it looks like.
    let isText: Bool
  }

  let content: Content
  let place: Place
  /// Where its text stands, in characters from the beginning of the plan.
  let characters: Range<Int>

  var scalar: Scalar? {
    if case .scalar(let scalar) = content { scalar } else { nil }
  }

  var sequence: [YAMLNode]? {
    if case .sequence(let items) = content { items } else { nil }
  }

  var mapping: [(key: YAMLNode, value: YAMLNode)]? {
    if case .mapping(let pairs) = content { pairs } else { nil }
  }
}

extension YAMLNode {
  /// The value of a key.
  func member(_ name: String) -> YAMLNode? { mapping?.first { $0.key.written == name }?.value }

  /// Whether a key stands without a value.
  func isNothing(as shape: PlanShape) -> Bool {
    guard let scalar, scalar.text.isEmpty else { return false }
    if case .text = shape { return true }
    return scalar.isPlain
  }

  /// The text of a scalar as it was written.
  var written: String? { scalar?.text }

  /// A scalar that says yes or no, as YAML 1.1 spells them in any case.
  var bool: Bool? {
    guard let scalar, !scalar.isText else { return nil }
    return switch scalar.text.lowercased() {
    case "true", "yes", "on": true
    case "false", "no", "off": false
    default: nil
    }
  }

  /// A plain scalar that reads as a finite decimal number.
  var finiteNumber: Double? {
    guard let scalar, scalar.isPlain, !scalar.text.utf8.contains(where: { $0 | 0x20 == UInt8(ascii: "x") }),
      let value = Double(scalar.text), value.isFinite
    else { return nil }
    return value
  }

  /// A plain scalar that reads as a whole number.
  var wholeNumber: Int? {
    guard let scalar, scalar.isPlain else { return nil }
    return Int(scalar.text)
  }

  /// A number of days, as 90d.
  var days: Int? {
    guard let text = written, text.hasSuffix("d"), text.count <= 6,
      text.utf8.dropLast().allSatisfy({ (0x30...0x39).contains($0) }), let days = Int(text.dropLast()),
      (1...36_500).contains(days)
    else { return nil }
    return days
  }

  /// A list of plain finite numbers.
  var finiteNumbers: [Double]? {
    guard let sequence else { return nil }
    let numbers = sequence.compactMap(\.finiteNumber)
    return numbers.count == sequence.count ? numbers : nil
  }

  /// The texts of a list, or of a single scalar.
  var texts: [String] {
    if let written { return [written] }
    return sequence?.compactMap(\.written) ?? []
  }
}
