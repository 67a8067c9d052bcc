import AuditRecord
import Yams

/// The plan's YAML as a tree with places, checked against the schema.
///
/// Errors are gathered, not thrown one by one, so that a person mends a plan in one go.
struct PlanDocument {
  let file: String
  let root: Node
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
    guard let text = String(validating: bytes.starts(with: mark) ? bytes.dropFirst(3) : bytes[...], as: UTF8.self)
    else {
      throw failure(.malformed, "the text is not UTF-8", "save the plan as UTF-8")
    }
    if let place = YAMLAnchors.first(in: text) {
      throw failure(
        .anchor, line: place.line, column: place.column, "anchors, aliases and merge keys are refused in a plan",
        "write the value out, or quote it if it is text that begins with & or *")
    }
    let node: Node?
    do {
      // Every value is read by what the schema expects there; to guess its kind would compile regular expressions.
      let parser = try Parser(yaml: text, resolver: .basic)
      node = try parser.singleRoot()
      // Anchors live as long as the parser.
      if let place = withExtendedLifetime(parser, { node.flatMap(YAMLAnchors.first(in:)) }) {
        throw failure(
          .anchor, line: place.line, column: place.column, "anchors, aliases and merge keys are refused in a plan",
          "write the value out")
      }
    } catch let errors as PlanErrors {
      throw errors
    } catch let error as YamlError {
      throw PlanDocument.words(error, file: file)
    } catch {
      throw failure(.malformed, "the text is no YAML", nil)
    }
    guard let node else { throw failure(.malformed, "the plan is empty", "see `evenhand explain plan`") }
    guard node.mapping != nil else {
      throw failure(.malformed, line: 1, "a plan is a mapping of keys", "begin with `audit:`")
    }
    root = node
  }

  /// The parser's complaint without the text that it quotes.
  private static func words(_ error: YamlError, file: String) -> PlanErrors {
    var line: Int?
    var column: Int?
    var message = "the text is no YAML"
    var code = PlanError.Code.malformed
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      (line, column) = (mark.line, mark.column)
      message = "no YAML: \(problem)"
    case .duplicatedKeysInMapping(_, let mark):
      (line, column) = (mark.mark.line, mark.mark.column)
      code = .repeatedKey
      message = "a key stands twice in one mapping"
    default: break
    }
    return PlanErrors(errors: [
      PlanError(
        code: code, file: file, line: line, column: column, message: message,
        hint: code == .repeatedKey ? "keep one of them" : "check indentation, colons and quotes near this place")
    ])
  }

  /// Notes an error at a node.
  mutating func report(_ code: PlanError.Code, at node: Node?, _ message: String, hint: String? = nil) {
    let mark = node?.mark
    errors.append(
      PlanError(
        code: code, file: file, line: mark?.line, column: mark?.column, message: message, hint: hint))
  }

  /// Checks a mapping against its fields.
  mutating func check(_ node: Node, fields: [PlanField], path: String) {
    guard let mapping = node.mapping else {
      return report(.wrongType, at: node, "\(named(path)) must be a mapping of keys", hint: keys(of: fields))
    }
    for (keyNode, value) in mapping {
      let key = keyNode.string ?? ""
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

  private mutating func check(_ node: Node, shape: PlanShape, path: String) {
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
      guard let text = node.scalar?.string, words.contains(text) else {
        let nearest = node.scalar.flatMap { Suggestion.nearest(to: $0.string, among: words) }
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

  private func unquote(_ node: Node) -> String? {
    guard let scalar = node.scalar, scalar.style != .plain else { return nil }
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
    case .list, .range, .increasing: .list
    case .mapping: .mapping
    case .either(let shapes): shapes.first?.kind ?? .scalar
    }
  }

  /// The keys of a mapping.
  var keys: [String] {
    if case .mapping(let fields) = self { fields.map(\.name) } else { [] }
  }

  static func kind(of node: Node) -> Kind {
    if node.mapping != nil { return .mapping }
    return node.sequence != nil ? .list : .scalar
  }
}

extension Node {
  /// The value of a key.
  func member(_ name: String) -> Node? { mapping?.first { $0.key.scalar?.string == name }?.value }

  /// Whether a key stands without a value.
  func isNothing(as shape: PlanShape) -> Bool {
    guard let scalar, scalar.string.isEmpty else { return false }
    if case .text = shape { return true }
    return scalar.style == .plain
  }

  /// The text of a scalar as it was written.
  var written: String? { scalar?.string }

  /// A plain scalar that reads as a finite number.
  var finiteNumber: Double? {
    guard let scalar, scalar.style == .plain, let value = Double(scalar.string), value.isFinite else { return nil }
    return value
  }

  /// A plain scalar that reads as a whole number.
  var wholeNumber: Int? {
    guard let scalar, scalar.style == .plain else { return nil }
    return Int(scalar.string)
  }

  /// A number of days, as 90d.
  var days: Int? {
    guard let text = scalar?.string, text.hasSuffix("d"), text.count <= 6,
      text.utf8.dropLast().allSatisfy({ (0x30...0x39).contains($0) }), let days = Int(text.dropLast()),
      (1...36_500).contains(days)
    else { return nil }
    return days
  }

  /// The items of a list; an empty `Node.Sequence` in its place would compile the parser's regular expressions.
  var items: [Node] { sequence.map(Array.init) ?? [] }

  /// A list of plain finite numbers.
  var finiteNumbers: [Double]? {
    guard let sequence else { return nil }
    let numbers = sequence.compactMap(\.finiteNumber)
    return numbers.count == sequence.count ? numbers : nil
  }

  /// The texts of a list, or of a single scalar.
  var texts: [String] {
    if let scalar { return [scalar.string] }
    return sequence?.compactMap(\.written) ?? []
  }
}
