import AuditRecord

/// Turns a column of group labels, one or several an item, into memberships.
final class MembershipColumn {
  private let column: ItemGroupColumn
  private let unknown: Set<Label>
  private let limit: Int
  private var separator: [UInt8]?
  /// A column with one label an item.
  private let single: LabelColumn?

  /// The codes of fields as written, where each is one label.
  private let memo: FieldMemo

  private var numbers: [Label: Int32] = [:]
  private var labels: [Label] = []
  private var starts: [Int32] = [0]
  private var codes: [Int32] = []

  init(_ column: ItemGroupColumn, unknown: [Label], limit: Int) {
    self.column = column
    self.unknown = Set(unknown)
    self.limit = limit
    memo = FieldMemo(limit: 4 * limit)
    separator = column.separator.map { Array($0.utf8) }
    single = column.group.bins.map {
      LabelColumn(column.group.column, .binned(Bins($0), part: "group"), unknown: unknown)
    }
  }

  /// Adds the labels of each of the first `count` rows, at least one.
  ///
  /// - Returns: The first row that has a fault, with the fault.
  func absorb(_ column: Column, count: Int) -> (row: Int, fault: FieldFault)? {
    if let single {
      return withUnsafeTemporaryAllocation(of: Int32.self, capacity: count) { found in
        let fault = single.codes(of: column, count: count, into: found.baseAddress!)
        for code in found[..<(fault?.row ?? count)] { add(code < 0 ? [] : [code]) }
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
          if code >= 0 { codes.append(code) }
          starts.append(Int32(codes.count))
        }
        guard seen < count else { break }
        do throws(FieldFault) {
          let found = try codes(of: column.content(seen))
          memo.remember(column, seen, found.first ?? -1)
          add(found)
        } catch { return (seen, error) }
        row = seen + 1
      }
      return nil
    }
  }

  /// The labels of a field, each once.
  private func codes(of content: [UInt8]) throws(FieldFault) -> [Int32] {
    var found: [Int32] = []
    for part in parts(of: content) {
      let label = Label(String(decoding: part, as: UTF8.self))
      if unknown.contains(label) || (separator != nil && part.isEmpty) { continue }
      let code = try number(of: label)
      if !found.contains(code) { found.append(code) }
    }
    return found
  }

  /// The axis in the order of its labels, and which labels each item has.
  func finish() -> (axis: DecisionLayout.Axis, membership: ListContext.Membership) {
    let axis = DecisionLayout.Axis(name: column.group.name, role: .group, labels: labels, edges: column.group.bins)
    let (sorted, mapping) = axis.sorted()
    var shares: [Double] = []
    shares.reserveCapacity(codes.count)
    for item in 0..<(starts.count - 1) {
      let range = Int(starts[item])..<Int(starts[item + 1])
      for at in range { codes[at] = mapping[Int(codes[at])] }
      if range.count > 1 { codes[range].sort() }
      let share = column.counting == .full ? 1 : 1 / Double(range.count)
      for _ in range { shares.append(share) }
    }
    return (sorted, ListContext.Membership(starts: starts, codes: codes, shares: shares))
  }

  private func add(_ found: [Int32]) {
    codes += found
    starts.append(Int32(codes.count))
  }

  private func number(of label: Label) throws(FieldFault) -> Int32 {
    if let code = numbers[label] { return code }
    if let fault = LabelColumn.tooLong(label.text.utf8.count, "group", column.group.column) { throw fault }
    guard labels.count < limit else { throw tooMany }
    let code = Int32(labels.count)
    labels.append(label)
    numbers[label] = code
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
