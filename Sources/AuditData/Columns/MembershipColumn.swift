import AuditRecord

/// Turns a column of group labels, one or several an item, into memberships.
///
/// Labels are numbered as they come; what becomes of them is said by ``LabelMeaning`` once all are known.
final class MembershipColumn {
  private let column: ItemGroupColumn
  private let meaning: LabelMeaning
  private let limit: Int
  private var separator: [UInt8]?
  /// A column with one number an item.
  private let single: LabelColumn?

  /// The codes of fields as written, where each is one label.
  private let memo: FieldMemo

  private var numbers: [Label: Int32] = [:]
  private var labels: [Label] = []
  private var unknownCount = 0
  private var holdsWholeNumbers = false
  private var starts: [Int32] = [0]
  private var codes: [Int32] = []

  init(_ column: ItemGroupColumn, unknown: [Label], limit: Int) {
    self.column = column
    self.limit = limit
    let meaning = LabelMeaning(unknown: unknown, rules: column.group.rules)
    self.meaning = meaning
    memo = FieldMemo(limit: 4 * limit)
    separator = column.separator.map { Array($0.utf8) }
    single = column.group.bins.map {
      LabelColumn(column.group.column, .binned(Bins($0)), part: "group", meaning: meaning)
    }
  }

  /// Adds the labels of each of the first `count` rows, at least one.
  ///
  /// - Returns: The first row that has a fault, with the fault.
  func absorb(_ column: Column, count: Int) -> (row: Int, fault: FieldFault)? {
    if let single {
      return withUnsafeTemporaryAllocation(of: Int32.self, capacity: count) { found in
        let fault = single.codes(of: column, count: count, into: found.baseAddress!)
        for code in found[..<(fault?.row ?? count)] { add([code]) }
        return fault
      }
    }
    if separator == nil, case .text(let text) = column, text.isSequence { separator = [UInt8(ascii: " ")] }
    guard separator == nil else {
      for row in 0..<count {
        do { add(try codes(of: column.content(row))) } catch { return (row, error) }
      }
      return nil
    }
    return withUnsafeTemporaryAllocation(of: Int32.self, capacity: count) { found in
      var row = 0
      while row < count {
        let seen = memo.codes(of: column, rows: row..<count, into: found.baseAddress!)
        for code in found[row..<seen] {
          codes.append(code)
          starts.append(Int32(codes.count))
        }
        guard seen < count else { break }
        do throws(FieldFault) {
          if let fault = column.decimals(seen, "a group", of: self.column.group.column) { throw fault }
          if column.isNumber(seen) { holdsWholeNumbers = true }
          let found = try codes(of: column.content(seen))
          memo.remember(column, seen, found[0])
          add(found)
        } catch { return (seen, error) }
        row = seen + 1
      }
      return nil
    }
  }

  /// The labels of a field, each once; those between separators may be none.
  private func codes(of content: [UInt8]) throws(FieldFault) -> [Int32] {
    var found: [Int32] = []
    for part in parts(of: content) {
      if separator != nil && part.isEmpty { continue }
      let code = try number(of: Label(String(decoding: part, as: UTF8.self)))
      if !found.contains(code) { found.append(code) }
    }
    return found
  }

  /// The labels as they were read.
  private var raw: [Label] { single?.raw ?? labels }

  /// The labels as they were read, with the column's name.
  var named: (column: String, part: String, labels: [Label]) { (column.group.column, "group", raw) }

  /// The axis in the order of its labels, and which labels each item has.
  func finish() -> (axis: DecisionLayout.Axis, membership: ListContext.Membership) {
    let (labels, folded) = meaning.folded(raw, edges: column.group.bins)
    let axis = DecisionLayout.Axis(name: column.group.name, role: .group, labels: labels, edges: column.group.bins)
    let (sorted, mapping) = axis.sorted()
    let final = folded.map { $0 < 0 ? $0 : mapping[Int($0)] }
    var membership = ListContext.Membership(starts: [0], codes: [], shares: [])
    membership.starts.reserveCapacity(starts.count)
    membership.codes.reserveCapacity(codes.count)
    membership.shares.reserveCapacity(codes.count)
    for item in 0..<(starts.count - 1) {
      let first = membership.codes.count
      for at in Int(starts[item])..<Int(starts[item + 1]) {
        let code = final[Int(codes[at])]
        if code == DecisionLayout.outside { membership.outside += 1 }
        // Labels that are joined may stand side by side.
        guard code >= 0, !membership.codes[first...].contains(code) else { continue }
        membership.codes.append(code)
      }
      let range = first..<membership.codes.count
      if range.count > 1 { membership.codes[range].sort() }
      let share = column.counting == .full ? 1 : 1 / Double(range.count)
      for _ in range { membership.shares.append(share) }
      membership.starts.append(Int32(membership.codes.count))
    }
    return (sorted, membership)
  }

  /// What is odd about the labels so far.
  var warnings: [DataWarning] {
    meaning.warnings(
      LabelCount.counts(of: raw, codes), edges: column.group.bins, table: TableReading.Part.items.rawValue,
      column: column.group.column, role: "group")
      + DataWarning.wholeNumbers(
        [(column.group.column, "group", holdsWholeNumbers)], table: TableReading.Part.items.rawValue)
  }

  /// Throws if it holds many numbers and has no bins.
  func checkNumbers(key: String, file: String) throws(ReadError) {
    guard separator == nil else { return }
    try NumbersAsLabels.check(LabelCount.counts(of: raw, codes), of: column.group, key: key, file: file)
  }

  private func add(_ found: [Int32]) {
    codes += found
    starts.append(Int32(codes.count))
  }

  private func number(of label: Label) throws(FieldFault) -> Int32 {
    if let code = numbers[label] { return code }
    if let twin = meaning.twin(of: label) { throw LabelColumn.twin(label, twin, "group", column.group.column) }
    let word = meaning.unknownWord(label)
    if let word {
      if let code = numbers[word] { return code }
      unknownCount += 1
    } else {
      if let fault = LabelColumn.tooLong(label.text.utf8.count, "group", column.group.column) { throw fault }
      guard labels.count - unknownCount < limit else { throw tooMany }
    }
    let code = Int32(labels.count)
    labels.append(word ?? label)
    numbers[word ?? label] = code
    return code
  }

  /// The labels of a field, without the blanks around them if there may be several.
  private func parts(of content: [UInt8]) -> [ArraySlice<UInt8>] {
    guard let separator else { return [content[...]] }
    var parts: [ArraySlice<UInt8>] = []
    var start = 0
    var at = 0
    while at + separator.count <= content.count {
      if content[at..<(at + separator.count)].elementsEqual(separator) {
        parts.append(trimmed(content[start..<at]))
        at += separator.count
        start = at
      } else {
        at += 1
      }
    }
    parts.append(trimmed(content[start...]))
    return parts
  }

  private func trimmed(_ part: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var part = part
    while part.first == UInt8(ascii: " ") { part.removeFirst() }
    while part.last == UInt8(ascii: " ") { part.removeLast() }
    return part
  }

  private var tooMany: FieldFault {
    FieldFault(
      code: .tooManyLabels,
      message: "the group column \(Quoted.text(column.group.column)) has more than \(limit) distinct labels",
      hint: column.separator == nil ? "is it an identifier, or are there several labels in one field?" : nil)
  }
}

extension DecisionLayout.Axis {
  /// The axis with its labels in the order of their bytes (bins stay), and the new code of each label.
  func sorted() -> (axis: Self, mapping: [Int32]) {
    let order = edges == nil ? labels.indices.sorted { labels[$0] < labels[$1] } : Array(labels.indices)
    var mapping = [Int32](repeating: 0, count: order.count)
    for (new, old) in order.enumerated() { mapping[old] = Int32(new) }
    var axis = self
    axis.labels = order.map { labels[$0] }
    return (axis, mapping)
  }
}
