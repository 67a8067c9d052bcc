package import AuditRecord

/// Two audits set against each other, in lines for a terminal or a job's log; the last is the result.
package enum ChangesText {
  /// Checks without a clear change that are listed one by one.
  private static let mostUnchanged = 10
  private static let columnWidth = 25

  /// The lines, with a final newline. No control character of the data is among them.
  ///
  /// - Parameter exit: The exit code of the command.
  package static func render(_ changes: AuditChanges, exit: Int32, color: Bool = false) -> String {
    var lines = [
      "baseline   \(changes.baseline.words), results \(changes.baseline.fingerprint)",
      "candidate  \(changes.candidate.words), results \(changes.candidate.fingerprint)",
    ].map(clean)
    let shown = shown(changes.table)
    let names = shown.map { clean("\($0.check.requirement)  \(ChangeWords($0.check).place)") }
    let width = min(36, max(12, names.map(\.count).max() ?? 0))
    if !shown.isEmpty {
      lines.append(pad("", width) + "  " + pad("baseline", columnWidth) + pad("candidate", columnWidth) + "change")
    }
    for (name, row) in zip(names, shown) {
      let words = ChangeWords(row.check)
      let cells =
        cell(row.check.baseline, words, color) + cell(row.check.candidate, words, color) + clean(words.change)
      // A name that does not fit stands on a line of its own.
      lines += name.count > width ? [name, pad("", width) + "  " + cells] : [pad(name, width) + "  " + cells]
      if let more = row.more { lines.append("  … " + more) }
    }
    lines += changes.table.notes.map { clean("note  \($0)") }
    lines.append("\(changes.table.result.heading) (exit \(exit)): \(changes.table.counts)")
    return lines.joined(separator: "\n") + "\n"
  }

  /// Checks that a gate lists one by one at most.
  private static let mostInBrief = 8

  /// The changes in few lines, for a gate that prints the checks itself; nothing in them is made harmless yet.
  package static func brief(_ changes: AuditChanges) -> [String] {
    let found = changes.table.worstFirst.filter { [.worse, .gone, .better].contains($0.change) }
    let more = found.count - min(found.count, mostInBrief)
    return ["\(changes.baseline.words): \(changes.table.counts)"]
      + found.prefix(mostInBrief).map { check in
        let words = ChangeWords(check)
        return "\(check.requirement), \(words.place): \(words.change)".replacing("\u{A0}", with: " ")
      } + (more > 0 ? ["and \(PlainNumber.count(more)) more; evenhand compare lists them all"] : [])
  }

  private struct Row {
    var check: CheckChange
    var more: String?
  }

  /// What is listed: everything but what is alike.
  private static func shown(_ changes: ChangeTable) -> [Row] {
    var rows: [Row] = []
    var alike: [String: (place: Int, count: Int)] = [:]
    var unchanged = 0
    // Those whose verdict is another one first.
    let (changed, same) = changes.worstFirst.partitioned {
      $0.change != .noClearChange || $0.baseline?.verdict != $0.candidate?.verdict
    }
    for check in changed + same {
      if check.change == .notComparable, let reason = check.reason {
        if let place = alike[reason]?.place {
          alike[reason]?.count += 1
          let count = alike[reason]?.count ?? 0
          rows[place].more = "\(PlainNumber.count(count)) more not comparable for the same reason"
          continue
        }
        alike[reason] = (rows.count, 0)
      }
      if check.change == .noClearChange {
        unchanged += 1
        if unchanged > mostUnchanged {
          rows[rows.count - 1].more = "\(PlainNumber.count(unchanged - mostUnchanged)) more with no clear change"
          continue
        }
      }
      rows.append(Row(check: check))
    }
    return rows
  }

  private static func cell(_ result: CheckResult?, _ words: ChangeWords, _ color: Bool) -> String {
    guard let mark = words.mark(result) else { return pad("–", columnWidth) }
    let number = result == nil ? "reference" : words.number(result)
    let text = "\(mark.symbol) \(number.isEmpty ? mark.word.lowercased() : number)"
    let padded = pad(clean(text), columnWidth)
    guard color else { return padded }
    let code =
      switch mark.tone {
      case .met: "32"
      case .notMet: "31"
      case .cannotTell: "33"
      case .neutral: "1"
      }
    return "\u{1B}[\(code)m\(padded)\u{1B}[0m"
  }

  private static func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(width == columnWidth ? 1 : 0, width - text.count))
  }

  /// Plain spaces, and nothing that a terminal or a job's log would act on.
  private static func clean(_ text: String) -> String {
    Escaping.terminal(text).replacing("\u{A0}", with: " ")
  }
}

extension Array {
  /// The elements that are so, and the others, each in their order.
  fileprivate func partitioned(_ isFirst: (Element) -> Bool) -> ([Element], [Element]) {
    (filter(isFirst), filter { !isFirst($0) })
  }
}
