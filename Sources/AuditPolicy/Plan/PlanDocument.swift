import AuditRecord

/// The plan's YAML as a tree with places, checked against the schema.
///
/// Errors are gathered, not thrown one by one, so that a person mends a plan in one go.
struct PlanDocument {
  let file: String
  let root: YAMLNode
  private(set) var errors: [PlanError] = []

  /// Parses `bytes`; the tree holds no anchors.
  init(bytes: [UInt8], file: String) throws(PlanErrors) {
    self.file = file
    func failure(
      _ code: PlanError.Code, line: Int? = nil, column: Int? = nil, _ message: String, _ hint: String?
    ) -> PlanErrors {
      PlanErrors(errors: [
        PlanError(code: code, file: file, line: line, column: column, message: message, hint: hint)
      ])
    }
    if let bad = bytes.firstIndex(of: 0) {
      let line = bytes[..<bad].count { $0 == 0x0A } + 1
      throw failure(.malformed, line: line, "a NUL byte", "is this a text file?")
    }
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let text = bytes.starts(with: mark) ? bytes.dropFirst(3) : bytes[...]
    guard String(validating: text, as: UTF8.self) != nil else {
      throw failure(.malformed, "the text is not UTF-8", "save the plan as UTF-8")
    }
    let node: YAMLNode?
    do { node = try YAMLReader.root(of: text, file: file) } catch { throw PlanErrors(errors: [error]) }
    guard let node else { throw failure(.malformed, "the plan is empty", "see `evenhand explain plan`") }
    guard node.mapping != nil else {
      throw failure(.malformed, line: 1, "a plan is a mapping of keys", "begin with `audit:`")
    }
    root = node
  }

  /// Notes an error at a node.
  ///
  /// - Parameter columns: How many characters behind the beginning of the node it stands.
  mutating func report(
    _ code: PlanError.Code, at node: YAMLNode?, movedBy columns: Int = 0, _ message: String, hint: String? = nil
  ) {
    let place = node?.place
    errors.append(
      PlanError(
        code: code, file: file, line: place?.line, column: place.map { $0.column + columns }, message: message,
        hint: hint))
  }

  /// Checks a mapping against its fields.
  mutating func check(_ node: YAMLNode, fields: [PlanField], path: String) {
    guard let mapping = node.mapping else {
      return report(.wrongType, at: node, "\(named(path)) must be a mapping of keys", hint: keys(of: fields))
    }
    for (keyNode, value) in mapping {
      let key = keyNode.written ?? ""
      guard let field = fields.first(where: { $0.name == key }) else {
        let known = fields.filter { $0.refused == nil }.map(\.name)
        report(
          .unknownKey, at: keyNode, "unknown key \(Quoted.text(key)) in \(named(path))",
          hint: Suggestion.nearest(to: key, among: known).map { "did you mean \"\($0)\"?" } ?? keys(of: fields))
        continue
      }
      if let refused = field.refused {
        report(.notSupported, at: keyNode, "\"\(key)\": \(refused)")
      } else {
        check(value, shape: field.shape, path: path.isEmpty ? key : "\(path).\(key)")
      }
    }
    for field in fields where field.required && node.member(field.name)?.isNothing(as: field.shape) != false {
      report(
        .missingKey, at: node, "\(named(path)) has no \"\(field.name)\"",
        hint: "add `\(field.name)`: \(field.words.prefix(1).lowercased() + field.words.dropFirst().dropLast())")
    }
  }

  private mutating func check(_ node: YAMLNode, shape: PlanShape, path: String) {
    switch shape {
    case .text:
      if node.scalar == nil { report(.wrongType, at: node, "\(named(path)) must be text") }
    case .integer(let least):
      guard let value = node.wholeNumber, value >= least else {
        return report(
          .wrongType, at: node, "\(named(path)) must be a whole number of at least \(least)", hint: unquote(node))
      }
      if value > PlanDocument.largestWhole {
        report(.wrongType, at: node, "\(named(path)) must be a whole number of at most \(PlanDocument.largestWhole)")
      }
    case .number:
      if node.finiteNumber == nil {
        report(.wrongType, at: node, "\(named(path)) must be a number", hint: unquote(node))
      }
    case .boolean:
      if node.bool == nil { report(.wrongType, at: node, "\(named(path)) must be true or false") }
    case .choice(let words):
      guard let text = node.written, words.contains(text) else {
        let nearest = node.written.flatMap { Suggestion.nearest(to: $0, among: words) }
        return report(
          .wrongType, at: node, "\(named(path)) must be one of \(words.joined(separator: ", "))",
          hint: nearest.map { "did you mean \"\($0)\"?" })
      }
    case .list(let element, let orSingle):
      if node.scalar != nil, orSingle { return check(node, shape: element, path: path) }
      guard let sequence = node.sequence, !sequence.isEmpty else {
        return report(.wrongType, at: node, "\(named(path)) must be a list of at least one", hint: "as [first, second]")
      }
      for (index, item) in sequence.enumerated() { check(item, shape: element, path: "\(path)[\(index)]") }
    case .listOrNone(let element):
      guard let sequence = node.sequence else {
        return report(.wrongType, at: node, "\(named(path)) must be a list", hint: "[] is a list of none")
      }
      for (index, item) in sequence.enumerated() { check(item, shape: element, path: "\(path)[\(index)]") }
    case .range:
      guard let numbers = node.finiteNumbers, numbers.count == 2, numbers[0] <= numbers[1] else {
        return report(
          .wrongType, at: node, "\(named(path)) must be two numbers, the lower first", hint: "as [0.8, 1.25]")
      }
    case .increasing:
      guard let numbers = node.finiteNumbers, numbers.count >= 2, zip(numbers, numbers.dropFirst()).allSatisfy(<) else {
        return report(
          .wrongType, at: node, "\(named(path)) must be at least two increasing numbers", hint: "as [0, 25, 45, 120]")
      }
    case .days:
      if node.days == nil {
        report(.wrongType, at: node, "\(named(path)) must be a number of days, at most 36500", hint: "as 90d")
      }
    case .named(let shape):
      guard let mapping = node.mapping, !mapping.isEmpty else {
        return report(.wrongType, at: node, "\(named(path)) must be a mapping", hint: "as {Name: [one, other]}")
      }
      for (key, value) in mapping {
        check(key, shape: .text, path: path)
        check(value, shape: shape, path: "\(path).\(key.written ?? "")")
      }
    case .mapping(let fields): check(node, fields: fields, path: path)
    case .either(let shapes):
      guard let fitting = shapes.first(where: { $0.kind == PlanShape.kind(of: node) }) else {
        return report(
          .wrongType, at: node, "\(named(path)) must be \(shapes.map(\.kind.words).joined(separator: " or "))")
      }
      if case .choice = fitting, let word = node.written, shapes.contains(where: { $0.keys.contains(word) }) {
        return report(.wrongType, at: node, "\(named(path)): \(word) must have a value", hint: "as {\(word): …}")
      }
      check(node, shape: fitting, path: path)
    }
  }

  /// The largest whole number that a record, whose numbers are doubles, holds exactly.
  private static let largestWhole = 9_007_199_254_740_991

  private func named(_ path: String) -> String { path.isEmpty ? "the plan" : "\"\(path)\"" }

  private func keys(of fields: [PlanField]) -> String {
    "keys here: " + fields.filter { $0.refused == nil }.map(\.name).joined(separator: ", ")
  }

  private func unquote(_ node: YAMLNode) -> String? {
    guard let scalar = node.scalar, !scalar.isPlain else { return nil }
    return "write the number without quotes"
  }
}

extension PlanShape {
  enum Kind {
    case scalar, list, mapping
    var words: String {
      switch self {
      case .scalar: "one value"
      case .list: "a list"
      case .mapping: "a mapping"
      }
    }
  }

  var kind: Kind {
    switch self {
    case .text, .integer, .number, .boolean, .choice, .days: .scalar
    case .list, .listOrNone, .range, .increasing: .list
    case .mapping, .named: .mapping
    case .either(let shapes): shapes.first?.kind ?? .scalar
    }
  }

  /// The keys of a mapping.
  var keys: [String] {
    if case .mapping(let fields) = self { fields.map(\.name) } else { [] }
  }

  static func kind(of node: YAMLNode) -> Kind {
    if node.mapping != nil { return .mapping }
    return node.sequence != nil ? .list : .scalar
  }
}
