/// A name as people see it: two that are equal here look alike on paper, whatever their bytes are.
///
/// Case, runs of spaces, invisible characters and the way in which accents are composed make no difference. Letters of
/// different scripts that have one shape are not recognised.
struct WrittenName: Hashable {
  private let text: String

  init(_ name: String) {
    var visible = String.UnicodeScalarView()
    var isAfterSpace = true
    for scalar in name.lowercased().unicodeScalars where !scalar.properties.isDefaultIgnorableCodePoint {
      let isSpace = scalar.properties.isWhitespace || scalar.properties.generalCategory == .control
      if !isSpace { visible.append(scalar) } else if !isAfterSpace { visible.append(" ") }
      isAfterSpace = isSpace
    }
    if visible.last == " " { visible.removeLast() }
    // Equality of strings is canonical equivalence.
    text = String(visible)
  }

  /// True if nothing of it can be seen.
  var isBlank: Bool { text.isEmpty }
}

extension String {
  /// True if both are the same bytes.
  func isIdentical(to other: String) -> Bool { utf8.elementsEqual(other.utf8) }

  /// True if both look the same and are not the same bytes.
  func isLookAlike(of other: String) -> Bool { !isIdentical(to: other) && WrittenName(self) == WrittenName(other) }
}
