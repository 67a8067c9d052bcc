/// Help for misspelt names.
package enum Suggestion {
  /// The candidate nearest to `word`, if it is near enough to be meant: at most a third of its letters differ, case and
  /// surrounding spaces aside.
  package static func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
    let target = normal(word)
    let scored = candidates.map { (name: $0, distance: distance(target, normal($0))) }
    guard let best = scored.min(by: { $0.distance < $1.distance }) else { return nil }
    return best.distance <= max(1, best.name.count / 3) && best.distance < target.count ? best.name : nil
  }

  private static func normal(_ word: String) -> [Unicode.Scalar] {
    let scalars = word.lowercased().unicodeScalars.drop { $0.properties.isWhitespace }
    return Array(scalars.reversed().drop { $0.properties.isWhitespace }.reversed().prefix(80))
  }

  /// Edits that turn one word into the other: insertions, deletions, replacements and swaps of neighbours.
  static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    if left.isEmpty || right.isEmpty { return max(left.count, right.count) }
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for i in 1...left.count {
      var row = [i]
      for j in 1...right.count {
        let same = left[i - 1] == right[j - 1]
        var best = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1))
        if i > 1, j > 1, left[i - 1] == right[j - 2], left[i - 2] == right[j - 1] {
          best = min(best, beforeLast[j - 2] + 1)
        }
        row.append(best)
      }
      (beforeLast, last) = (last, row)
    }
    return last[right.count]
  }
}

/// Text from data or plans inside a message.
package enum Quoted {
  /// The text in quotes, cut to 40 characters, with control and direction characters spelled out.
  package static func text(_ text: String) -> String {
    var shown = ""
    for (count, scalar) in text.unicodeScalars.enumerated() {
      if count == 40 { return "“\(shown)…”" }
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned:
        shown += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
      default: shown.unicodeScalars.append(scalar)
      }
    }
    return "“\(shown)”"
  }
}
