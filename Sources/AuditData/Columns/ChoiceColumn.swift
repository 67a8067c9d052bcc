import AuditInputs
import AuditRecord

/// Turns the fields of a column of decisions or outcomes into codes: which label, and which of few classes it belongs to.
final class ChoiceColumn {
  /// What a label counts as.
  enum Class: Int32, Sendable, CaseIterable {
    /// The labels that are asked for.
    case wanted
    /// All others.
    case other
    /// The value is missing.
    case missing
    /// It is no decision.
    case notDecided
  }

  /// A label that has occurred.
  struct Choice: Sendable, Hashable {
    let label: Label
    let number: Class
    /// Whether the plan names it.
    let isDeclared: Bool
  }

  private let name: String
  private let part: String
  private let areClasses: Bool
  private let declared: [Label: Class]
  private let isClosed: Bool
  private let limit: Int
  private let spellings: Spellings
  private let memo = FieldMemo(limit: 4_096)
  private var numbers: [Label: Int32] = [:]

  /// The labels that have occurred, in the order in which they came; words for a missing value without the blanks around them.
  private(set) var choices: [Choice] = []

  /// Whether labels are numbers with decimals that are whole.
  private(set) var holdsWholeNumbers = false

  /// Whether two labels of one class have occurred, so that counts of classes no longer say how often each label occurs.
  private(set) var hasSeveral = false
  private var isMet = Array(repeating: false, count: Class.allCases.count)

  /// - Parameters:
  ///   - part: What the column is, `decision` or `outcome`.
  ///   - others: The labels of ``Class/other``; nothing means all that are not named.
  ///   - areClasses: Whether the plan calls the labels classes.
  ///   - limit: The most labels.
  init(
    _ name: String, part: String, wanted: [Label], others: [Label]?, notDecided: [Label] = [], areClasses: Bool = false,
    limit: Int
  ) {
    self.areClasses = areClasses
    self.name = name
    self.part = part
    var declared: [Label: Class] = [:]
    for label in notDecided { declared[label] = .notDecided }
    for label in others ?? [] { declared[label] = .other }
    for label in wanted { declared[label] = .wanted }
    self.declared = declared
    isClosed = others != nil
    self.limit = limit
    spellings = Spellings(wanted + (others ?? []) + notDecided)
  }

  /// The class of a code.
  @inline(__always)
  static func number(of code: Int32) -> Int32 { code & 3 }

  /// Which of ``choices`` a code is.
  @inline(__always)
  static func choice(of code: Int32) -> Int { Int(truncatingIfNeeded: code &>> 2) }

  /// Writes the code of each of the first `count` rows.
  ///
  /// - Returns: The first row that has a fault, with the fault; nothing if none has.
  func codes(
    of column: Column, count: Int, into codes: UnsafeMutablePointer<Int32>
  ) -> (row: Int, fault: FieldFault)? {
    var row = 0
    while true {
      row = memo.codes(of: column, rows: row..<count, into: codes)
      guard row < count else { return nil }
      do throws(FieldFault) {
        if let fault = column.decimals(row, part == "outcome" ? "an outcome" : "a \(part)", of: name) { throw fault }
        if column.isNumber(row) { holdsWholeNumbers = true }
        let code = try self.code(of: column.label(row))
        codes[row] = code
        memo.remember(column, row, code)
      } catch {
        return (row, error)
      }
      row += 1
    }
  }

  /// The code of a label that is not remembered.
  private func code(of label: Label) throws(FieldFault) -> Int32 {
    if let code = numbers[label] { return code }
    if let number = declared[label] { return add(Choice(label: label, number: number, isDeclared: true)) }
    if let twin = spellings.twin(of: label) { throw LabelColumn.twin(label, twin, part, name) }
    if let word = MissingWord.word(of: label) {
      return numbers[word] ?? add(Choice(label: word, number: .missing, isDeclared: false))
    }
    if areClasses {
      throw FieldFault(
        code: .unexpectedLabel, message: "the \(part) \(Quoted.text(label.text)) is none of the classes of the plan",
        hint: part == "decision"
          ? "add it to `classes`, or to not-decided if nothing was decided"
          : "add it to `classes`; where outcomes are no classes, name the labels under `positive`")
    }
    guard !isClosed else {
      throw FieldFault(
        code: .unexpectedLabel, message: "the \(part) \(Quoted.text(label.text)) is on neither list of the plan",
        hint: part == "decision"
          ? "add it to the list where it belongs, or to not-decided if nothing was decided"
          : "add it to the list where it belongs")
    }
    if let fault = LabelColumn.tooLong(label.text.utf8.count, part, name) { throw fault }
    guard choices.count < limit else {
      throw FieldFault(
        code: .tooManyLabels, message: "the \(part) column \(Quoted.text(name)) has more than \(limit) distinct labels",
        hint: "is it the column of the \(part)?")
    }
    return add(Choice(label: label, number: .other, isDeclared: false))
  }

  private func add(_ choice: Choice) -> Int32 {
    let code = Int32(choices.count) << 2 | choice.number.rawValue
    if isMet[Int(choice.number.rawValue)] { hasSeveral = true }
    isMet[Int(choice.number.rawValue)] = true
    choices.append(choice)
    numbers[choice.label] = code
    return code
  }
}

/// Rows that lack the decision of another model, and what they stand for.
struct LeftOutRows: Sendable {
  /// Rows.
  var rows: Int64 = 0
  /// What they stand for.
  var units: Int64 = 0
  /// Whether no such row has been met.
  var isEmpty = true
}

/// How often each label of a column occurs, beside the counts of classes.
struct ChoiceCounts: Sendable {
  private var rows: [Int64] = []
  private var units: [Int64] = []

  /// Adds rows, once a class has several labels.
  ///
  /// The first label of a class is not counted right: it has what the others leave of the class.
  ///
  /// - Parameters:
  ///   - times: For how many equal rows each stands.
  ///   - counts: What they stand for in all; nothing where they stand for themselves.
  mutating func add(
    _ codes: UnsafePointer<Int32>, _ times: UnsafePointer<Int64>, _ counts: UnsafePointer<Int64>?, count: Int,
    of column: ChoiceColumn
  ) {
    guard column.hasSeveral else { return }
    while rows.count < column.choices.count {
      rows.append(0)
      units.append(0)
    }
    rows.withUnsafeMutableBufferPointer { rows in
      for row in 0..<count where codes[row] >= 0 { rows[ChoiceColumn.choice(of: codes[row])] &+= times[row] }
    }
    guard let counts else { return }
    units.withUnsafeMutableBufferPointer { units in
      for row in 0..<count where codes[row] >= 0 { units[ChoiceColumn.choice(of: codes[row])] &+= counts[row] }
    }
  }

  /// How often each label occurs.
  ///
  /// - Parameters:
  ///   - choices: The labels that have occurred.
  ///   - classes: How often each class occurs in rows, and what those stand for [classes].
  ///   - hasUnits: Whether rows stand for several.
  ///   - unlabelled: What of the class of missing values has been left out, and says nothing of labels.
  func found(
    _ choices: [ChoiceColumn.Choice], classes: (rows: [Int64], units: [Int64]), hasUnits: Bool,
    unlabelled: LeftOutRows
  ) -> [ChoiceColumn.Choice: (rows: Int64, units: Int64)] {
    var found: [ChoiceColumn.Choice: (rows: Int64, units: Int64)] = [:]
    var first: [ChoiceColumn.Class: ChoiceColumn.Choice] = [:]
    var left = classes
    left.rows[Int(ChoiceColumn.Class.missing.rawValue)] -= unlabelled.rows
    left.units[Int(ChoiceColumn.Class.missing.rawValue)] -= unlabelled.units
    for (index, choice) in choices.enumerated() {
      guard first[choice.number] != nil else {
        first[choice.number] = choice
        continue
      }
      let counted = index < rows.count ? (rows[index], hasUnits ? units[index] : rows[index]) : (0, 0)
      left.rows[Int(choice.number.rawValue)] -= counted.0
      left.units[Int(choice.number.rawValue)] -= counted.1
      found[choice] = counted
    }
    for (number, choice) in first {
      found[choice] = (left.rows[Int(number.rawValue)], left.units[Int(number.rawValue)])
    }
    return found
  }
}
