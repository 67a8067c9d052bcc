/// A number made of the four counts of a decision and an outcome by + − × ÷, with its derivatives.
///
/// A formula is text: numbers, parentheses, `+`, `-`, `*`, `/` and the names TP, FP, FN and TN. The derivatives follow from the
/// formula itself, by the rules of sums, products and quotients, beside the value.
public struct CountFormula: Sendable, Hashable {
  /// One of the four counts, in the order of ``evaluate(_:)``.
  public enum Count: String, Sendable, Hashable, CaseIterable {
    /// Favourable decision, positive outcome.
    case truePositives = "TP"
    /// Favourable decision, negative outcome.
    case falsePositives = "FP"
    /// Unfavourable decision, positive outcome.
    case falseNegatives = "FN"
    /// Unfavourable decision, negative outcome.
    case trueNegatives = "TN"
  }

  /// Why a text is no formula, and where.
  public struct Problem: Error, Sendable, Hashable {
    /// Characters before the place.
    public let offset: Int
    /// The cause.
    public let message: String
  }

  /// A value with its derivative by each count.
  public struct Value: Sendable, Hashable {
    /// The value.
    public let value: Double
    /// The derivatives, in the order of ``Count``.
    public let gradient: [Double]
  }

  /// The text.
  public let text: String
  /// The counts that it names.
  public let counts: Set<Count>
  private let root: Node

  fileprivate indirect enum Node: Sendable, Hashable {
    case number(Double)
    case count(Count)
    case sum(Node, Node, sign: Double)
    case product(Node, Node)
    case quotient(Node, Node)
  }

  /// The longest text, in characters.
  public static let mostCharacters = 1000
  /// The most parentheses within each other.
  public static let mostDepth = 50

  /// Reads a formula.
  ///
  /// - Throws: what is wrong with the text, and where; a formula without a count is none.
  public init(_ text: String) throws(Problem) {
    var reader = Reader(characters: Array(text))
    guard reader.characters.count <= CountFormula.mostCharacters else {
      throw Problem(
        offset: CountFormula.mostCharacters, message: "a formula has at most \(CountFormula.mostCharacters) characters")
    }
    let root = try reader.sum()
    if let next = reader.next { throw reader.problem("“\(next)” does not belong here") }
    guard !reader.counts.isEmpty else {
      throw Problem(offset: 0, message: "the formula names none of the counts TP, FP, FN and TN")
    }
    self.text = text
    self.root = root
    counts = reader.counts
  }

  /// A formula that is known to be one.
  public static func known(_ text: String) -> CountFormula {
    do { return try CountFormula(text) } catch { preconditionFailure("a formula of this program: \(error.message)") }
  }

  /// The value and its derivatives; nil where it divides by 0 or does not fit into a double.
  ///
  /// - Parameter counts: TP, FP, FN and TN.
  public func evaluate(_ counts: [Double]) -> Value? {
    precondition(counts.count == Count.allCases.count, "four counts")
    let found = CountFormula.evaluate(root, counts)
    guard let found, found.value.isFinite, found.gradient.allSatisfy(\.isFinite) else { return nil }
    return found
  }

  /// The value and its variance, people being drawn independently into the four counts; nil as the value.
  ///
  /// The delta method for a multinomial of N people: with g the derivatives and n the counts, Σ g²n − (Σ gn)²/N.
  public func estimate(_ counts: [Double]) -> (value: Double, variance: Double)? {
    guard let found = evaluate(counts) else { return nil }
    let people = counts.reduce(0, +)
    let terms = zip(found.gradient, counts).map { $0 * $1 }
    let squares = zip(found.gradient, terms).reduce(0) { $0 + $1.0 * $1.1 }
    let sum = terms.reduce(0, +)
    let variance = people > 0 ? squares - sum * sum / people : 0
    // What rounding alone explains is 0.
    return (found.value, variance > 1e-12 * squares ? variance : 0)
  }

  private static func evaluate(_ node: Node, _ counts: [Double]) -> Value? {
    func both(_ left: Node, _ right: Node) -> (Value, Value)? {
      guard let left = evaluate(left, counts), let right = evaluate(right, counts) else { return nil }
      return (left, right)
    }
    switch node {
    case .number(let number): return Value(value: number, gradient: counts.map { _ in 0 })
    case .count(let count):
      let place = Count.allCases.firstIndex(of: count) ?? 0
      return Value(value: counts[place], gradient: counts.indices.map { $0 == place ? 1 : 0 })
    case .sum(let left, let right, let sign):
      return both(left, right).map { left, right in
        Value(
          value: left.value + sign * right.value, gradient: zip(left.gradient, right.gradient).map { $0 + sign * $1 })
      }
    case .product(let left, let right):
      return both(left, right).map { left, right in
        Value(
          value: left.value * right.value,
          gradient: zip(left.gradient, right.gradient).map { $0 * right.value + left.value * $1 })
      }
    case .quotient(let left, let right):
      return both(left, right).flatMap { left, right in
        guard right.value != 0 else { return nil }
        let quotient = left.value / right.value
        return Value(
          value: quotient, gradient: zip(left.gradient, right.gradient).map { ($0 - quotient * $1) / right.value })
      }
    }
  }

  /// True if both have the same text.
  public static func == (left: CountFormula, right: CountFormula) -> Bool { left.text == right.text }

  /// Feeds the text.
  public func hash(into hasher: inout Hasher) { hasher.combine(text) }
}

extension CountFormula {
  /// Reads from left to right; products bind more tightly than sums.
  private struct Reader {
    let characters: [Character]
    var place = 0
    var depth = 0
    var counts: Set<Count> = []

    /// The next character that is no space; the place moves to it.
    var next: Character? {
      mutating get {
        while place < characters.count, characters[place].isWhitespace { place += 1 }
        return place < characters.count ? characters[place] : nil
      }
    }

    func problem(_ message: String) -> Problem { Problem(offset: place, message: message) }

    mutating func sum() throws(Problem) -> Node {
      var left = try product()
      while let sign = next, "+-−".contains(sign) {
        place += 1
        left = .sum(left, try product(), sign: sign == "+" ? 1 : -1)
      }
      return left
    }

    mutating func product() throws(Problem) -> Node {
      var left = try factor()
      while let sign = next, "*/×·÷".contains(sign) {
        place += 1
        let right = try factor()
        left = "/÷".contains(sign) ? .quotient(left, right) : .product(left, right)
      }
      return left
    }

    mutating func factor() throws(Problem) -> Node {
      guard let first = next else { throw problem("the formula ends where a number, a count or ( is expected") }
      depth += 1
      defer { depth -= 1 }
      guard depth <= CountFormula.mostDepth else {
        throw problem("more than \(CountFormula.mostDepth) parentheses or signs stand within each other")
      }
      if "-−".contains(first) {
        place += 1
        return .sum(.number(0), try factor(), sign: -1)
      }
      if first == "(" {
        place += 1
        let inner = try sum()
        guard next == ")" else { throw problem("a ) is missing") }
        place += 1
        return inner
      }
      let start = place
      while place < characters.count, characters[place].isASCII,
        characters[place].isLetter || characters[place].isNumber
          || characters[place] == "."
      {
        place += 1
      }
      let word = String(characters[start..<place])
      if let count = Count(rawValue: word) {
        counts.insert(count)
        return .count(count)
      }
      if let digit = word.first, digit.isNumber || digit == ".", word.allSatisfy({ $0.isNumber || $0 == "." }),
        let number = Double(word), number.isFinite
      {
        return .number(number)
      }
      place = start
      throw problem(
        word.isEmpty
          ? "“\(first)” does not belong here" : "“\(word)” is neither a number nor one of TP, FP, FN and TN")
    }
  }
}
