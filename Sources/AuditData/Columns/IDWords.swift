/// Ids within other texts: which of them can be told from common words and numbers, and where they stand.
enum IDWords {
  /// Whether an id can be told from other words and numbers: six bytes or more with a letter, nine digits or more.
  static func canBeTold(_ id: some Collection<UInt8>) -> Bool {
    let hasLetter = id.contains { ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A || $0 >= 0x80 }
    return id.count >= (hasLetter ? 6 : 9)
  }

  /// Marks that seldom stand in ids.
  private static let marks = Set(Array(" \t\n\r,;:\"'()[]{}<>|/=".utf8))

  /// Whether a text, or a part of it between blanks and marks, is an id.
  static func holds(_ text: [UInt8], where isID: ([UInt8]) -> Bool) -> Bool {
    (canBeTold(text) && isID(text))
      || text.split { marks.contains($0) }.contains { $0.count < text.count && canBeTold($0) && isID(Array($0)) }
  }
}
